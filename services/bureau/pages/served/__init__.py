"""Served companies: the list, its views, its columns, its file."""
