"""Correcting a document: its rows as they should have been."""
