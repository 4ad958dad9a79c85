"""What all pages share: how they are built, what they look like, how they are guarded."""
