"""Signing in to all services, staying signed in, signing out."""
