"""Links to an export's file that work without signing in, until their end date."""
