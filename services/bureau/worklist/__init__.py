"""The working list: a month of all clients, the most pressing first."""
