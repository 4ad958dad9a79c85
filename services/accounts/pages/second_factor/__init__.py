"""The second factor on pages: on, with a picture for the app; off; recovery codes."""
