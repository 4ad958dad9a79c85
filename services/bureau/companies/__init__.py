"""New companies: a bureau's requests that accounts opens an account for a client."""
