"""One thing done to many clients: which, what, what would come of it."""
