"""Opening an account on pages: signing up, and a further firm of who is signed in."""
