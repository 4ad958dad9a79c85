"""Hand-over packages that the client asks for before it leaves its bureau."""
