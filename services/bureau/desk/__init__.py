"""What a bureau writes down about a client for itself; the client never sees it."""
