"""Files beside invoices as Fakturownia has them."""
