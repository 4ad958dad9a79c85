"""The operator's desk, the part of it that accounts has: frozen accounts, and leavings."""
