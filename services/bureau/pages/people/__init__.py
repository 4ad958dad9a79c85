"""The bureau's people: what each looks after, and who takes over."""
