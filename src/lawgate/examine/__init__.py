"""Facts derived from a request: one declaration each, rendered for a column and for one request."""
