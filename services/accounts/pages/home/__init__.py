"""Where one begins: the accounts of a person."""
