"""What the words say: agreements, instruments, facts and expressions, read from Markdown."""
