"""Who saw what: each person's and program's looks at an account's documents."""
