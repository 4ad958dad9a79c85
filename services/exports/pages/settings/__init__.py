"""What an account says to each target program: shown, changed, and what is missing."""
