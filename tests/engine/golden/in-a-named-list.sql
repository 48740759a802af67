colour in warm

"colour" IN ('red')
