"""What the services say to each other: one module of messages per owning service."""
