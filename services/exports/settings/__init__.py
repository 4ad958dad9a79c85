"""What an account has to say to a target program."""
