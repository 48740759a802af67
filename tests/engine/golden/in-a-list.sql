colour in ["green", "o'blue"]

"colour" IN ('green', 'o''blue')
