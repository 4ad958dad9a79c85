"""Numbers of documents: a pattern per kind, counted by month or year, without gaps."""
