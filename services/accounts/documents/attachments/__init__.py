"""Files beside a document: a scan, a contract, a photo. The files are outside the database."""
