"""The settings of an account: who is in it, and its bureau."""
