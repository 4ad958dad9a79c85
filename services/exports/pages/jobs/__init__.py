"""Exports: the list, one of them with its progress, its file."""
