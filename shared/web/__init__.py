"""What every service's HTTP face shares: each convention of the contract in one place."""
