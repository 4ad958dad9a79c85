"""The process that writes the files."""
