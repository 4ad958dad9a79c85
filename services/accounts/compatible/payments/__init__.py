"""Payments as Fakturownia has them."""
