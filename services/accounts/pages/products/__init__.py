"""What the account sells, on pages."""
