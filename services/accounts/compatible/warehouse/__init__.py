"""Warehouse documents as Fakturownia has them."""
