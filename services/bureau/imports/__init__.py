"""Many new companies at once: a list in CSV or XLSX, or pasted tax numbers."""
