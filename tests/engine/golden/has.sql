has(day) && day < other.day

(
  NOT (
    "day" IS NULL
  )
) AND (
  "day" < "other.day"
)
