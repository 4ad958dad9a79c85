"""Sending documents by mail, with a link that opens them without signing in."""
