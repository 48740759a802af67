lamp.on || lamp.off

"lamp.on" OR "lamp.off"
