"""The pages of bureau."""
