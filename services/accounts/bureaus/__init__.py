"""The bureau that an account names, and what it may do there."""
