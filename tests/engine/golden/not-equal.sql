colour != "red" && count != 0

(
  "colour" <> 'red'
) AND (
  "count" <> CAST(0 AS BIGINT)
)
