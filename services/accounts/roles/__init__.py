"""Roles of an account's own: a name, and what it permits."""
