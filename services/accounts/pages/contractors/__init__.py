"""Whom the account trades with, on pages."""
