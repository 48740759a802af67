(count > 200) && lamp.off

(
  "count" > CAST(200 AS BIGINT)
) AND "lamp.off"
