"""Webhooks as Fakturownia has them."""
