"""The addresses in mails: see what a link is for, and do it."""
