"""The pages of a running system, in headless Chromium."""
