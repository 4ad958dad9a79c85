"""Stuck work of this service, over HTTP: see shared/stuck."""
