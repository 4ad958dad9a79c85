"""What the bureau service knows of accounts: a copy, kept by their messages."""
