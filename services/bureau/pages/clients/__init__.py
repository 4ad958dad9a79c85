"""Served companies: the list, and a client's page."""
