"""A person's own settings: name, e-mail, password, sessions."""
