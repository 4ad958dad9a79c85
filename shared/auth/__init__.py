"""Who is calling: access tokens signed by accounts, verified by every service on its own."""
