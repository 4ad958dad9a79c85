"""One document: what it says, what happened to it, what may be done with it."""
