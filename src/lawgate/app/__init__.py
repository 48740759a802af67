"""The doors: the gateway is the only composition root and holds the clock."""
