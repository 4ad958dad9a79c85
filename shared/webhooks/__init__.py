"""Calling addresses that others chose: which may be called, and one signed POST to one of them."""
