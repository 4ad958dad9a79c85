"""Bulk jobs: one thing done to many clients, row by row, by the worker."""
