count in []

CASE WHEN NOT (
  "count" IS NULL
) THEN FALSE END
