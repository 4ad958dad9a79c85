"""Whole journeys through the running system, on the embedded bus and on real servers."""
