"""Stuck work on the operator's desk, alike in all three services."""
