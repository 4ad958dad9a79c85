"""A person's e-mail changes once both mailboxes have said yes."""
