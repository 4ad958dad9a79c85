"""Issuing documents: create, change, correct, book, cancel, delete."""
