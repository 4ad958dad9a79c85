"""Attached files on their way into archives."""
