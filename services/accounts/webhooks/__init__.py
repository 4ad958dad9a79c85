"""Webhooks: addresses that hear what changes in an account."""
