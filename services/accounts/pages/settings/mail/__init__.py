"""Wysłane wiadomości: the mails about an account on pages."""
