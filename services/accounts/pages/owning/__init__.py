"""What the links in mails to owners lead to."""
