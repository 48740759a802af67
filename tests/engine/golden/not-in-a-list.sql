!(colour in warm) || lamp.off

(
  NOT (
    "colour" IN ('red')
  )
) OR "lamp.off"
