"""Webhooks on pages: which addresses are called, and what they were told."""
