"""A new export: what it is of, what stands in its way, and off it goes."""
