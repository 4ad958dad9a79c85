"""Products as Fakturownia has them."""
