"""Hand-over packages: all that a bureau had of a client, verified, for the client to keep."""
