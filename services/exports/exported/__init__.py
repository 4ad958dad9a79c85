"""What went out: which document, in which version, in which format."""
