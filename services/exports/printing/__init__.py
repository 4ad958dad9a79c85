"""Prints documents for archives: from the copy that exports has, several hundred a second.

Accounts prints single documents for people. Asking it for thousands would need it to be up and
would take its processors, and what stands on paper is in the copy anyway.
"""
