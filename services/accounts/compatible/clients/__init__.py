"""Clients (contractors) as Fakturownia has them."""
