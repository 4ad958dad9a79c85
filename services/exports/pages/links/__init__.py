"""Links to a file for people who do not sign in."""
