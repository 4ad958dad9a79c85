"""Users and permissions: who is in an account, who is invited, and what each may do."""
