"""Invoices as Fakturownia has them."""
