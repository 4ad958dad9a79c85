"""Stuck work of this service on the operator's desk: see shared/stuck."""
