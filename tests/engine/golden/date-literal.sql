day >= date("2025-04-07")

"day" >= CAST('2025-04-07' AS DATE)
