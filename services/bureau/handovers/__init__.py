"""Hand-overs: the bureau offers an account that it owns to the client's person."""
