"""Pages for a forgotten password and a new e-mail address, which mails lead to."""
