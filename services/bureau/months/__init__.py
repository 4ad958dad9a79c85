"""The months of a client: what is still to come in, what is in work, what is closed."""
