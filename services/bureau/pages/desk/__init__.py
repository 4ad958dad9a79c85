"""The operator's desk: bureaus, their packages and seats."""
