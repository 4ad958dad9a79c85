"""The bureau in figures."""
