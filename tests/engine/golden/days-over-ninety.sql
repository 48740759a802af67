!has(day) || days(day, other.day) > 90

(
  NOT (
    NOT (
      "day" IS NULL
    )
  )
)
OR (
  DATE_DIFF('DAY', "day", "other.day") > CAST(90 AS BIGINT)
)
