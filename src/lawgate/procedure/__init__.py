"""What is done, in order: each stage reads the tables of one kind and appends the next."""
