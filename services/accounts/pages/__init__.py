"""The pages to which the links in mails lead."""
