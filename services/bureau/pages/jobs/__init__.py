"""Jobs over many clients: what would come of each row, progress, results."""
