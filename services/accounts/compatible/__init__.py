"""The API that programs for Fakturownia already speak: an adapter with no rule of its own."""
