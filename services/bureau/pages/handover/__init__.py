"""Handing an account over, step by step."""
