"""What the words decide: readings of one plan."""
