"""Deleting an account: asked for, confirmed by mail, done after 30 days."""
