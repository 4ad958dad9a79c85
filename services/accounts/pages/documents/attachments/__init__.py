"""Files beside a document on its page."""
