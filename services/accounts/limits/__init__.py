"""How often one may try to get in."""
