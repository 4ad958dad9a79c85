"""Payments: money that came in or went out, most of it for one document."""
