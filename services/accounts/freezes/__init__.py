"""Freezing an account whose owner may be the wrong one, until an operator decides."""
