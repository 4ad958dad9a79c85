"""Signing in: sessions, refresh tokens, passwords."""
