lamp.off ? days(day, other.day) > limit : count == 1

CASE
  WHEN "lamp.off"
  THEN DATE_DIFF('DAY', "day", "other.day") > CAST(200 AS BIGINT)
  WHEN NOT (
    "lamp.off"
  )
  THEN "count" = CAST(1 AS BIGINT)
END
