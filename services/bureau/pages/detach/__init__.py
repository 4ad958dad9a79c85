"""Ending a co-operation, step by step."""
