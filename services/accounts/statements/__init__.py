"""What an account holds of a period, stated for a hand-over package."""
