"""The keys by which exports signs the tokens of its errands to accounts."""
