"""What every service's HTTP face shares: conventions of the contract, in one place each."""
