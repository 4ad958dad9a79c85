"""Whom an account trades with, and what: contractors and products."""
