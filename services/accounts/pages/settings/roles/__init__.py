"""Roles of an account's own, on pages."""
