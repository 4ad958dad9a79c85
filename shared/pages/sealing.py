"""The names of the fields that each form of ours has besides what people type in it."""

SEAL = "form_token"  # Of the browser and the session that it was shown to.
KEY = "form_key"  # It makes this one form, however often it is sent.
