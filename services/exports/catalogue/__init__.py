"""What exports offers: its formats, its lifecycle."""
