"""Links sent by mail: to join an account, to own it."""
