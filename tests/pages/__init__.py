"""The pages: what all of them share."""
