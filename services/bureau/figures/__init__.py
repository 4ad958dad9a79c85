"""A bureau in figures, month by month."""
