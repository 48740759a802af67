"""What a stranger can check without trusting us."""
