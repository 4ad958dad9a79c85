"""The whole system for tests: its processes, throw-away servers, and a caller of its API."""
