"""Signing in and the account itself, as Fakturownia has them."""
