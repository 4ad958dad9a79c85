"""What goes on in accounts: how many documents a month has, and when they were last exported."""
