"""The bureau module of an account: on, off, and how many seats its package has."""
