"""Who may export which account."""
