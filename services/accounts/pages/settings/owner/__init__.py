"""Właściciel konta: who owns an account, offering it to somebody else, deleting it."""
