"""Webhooks: an address of a product's own that hears when its exports end."""
