"""Clients: firms that a bureau serves, from link to detach."""
