"""Tokeny API: access for programs, on pages."""
