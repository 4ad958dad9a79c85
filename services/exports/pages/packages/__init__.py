"""Hand-over packages on pages: how far each is, its file and its certificate."""
