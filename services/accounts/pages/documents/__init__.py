"""Documents of an account on pages."""
