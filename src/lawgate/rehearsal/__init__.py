"""Synthetic people and batches, and what another rule would have done with them: counts only."""
