"""Served companies ("Obsługiwane firmy"): what a bureau sees under each prefix."""
