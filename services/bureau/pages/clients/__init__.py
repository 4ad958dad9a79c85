"""A client's page."""
