"""Kto co zrobił i zobaczył: the audit in words, and who saw which documents."""
