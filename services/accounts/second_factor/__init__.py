"""A second factor beside the password: codes by time (TOTP), and recovery codes."""
