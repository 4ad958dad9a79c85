"""Dane firmy: the firm's data on a page."""
