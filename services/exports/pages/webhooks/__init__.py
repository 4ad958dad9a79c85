"""Addresses of other programs that hear when one's exports end."""
