"""Lawgate: a gate that opens only when the law does."""
