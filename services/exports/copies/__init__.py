"""Exports' own copy of accounts, documents and a bureau's clients, fed by the bus."""
