"""Documents of an account: read from KSeF files, kept with their originals, shown."""
