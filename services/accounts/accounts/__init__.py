"""A firm's account: its prefix, its company, its owner."""
