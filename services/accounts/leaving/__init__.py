"""A client that leaves its bureau by itself, when the bureau does not hand the account over."""
