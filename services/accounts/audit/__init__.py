"""The audit of an account: what changed, written once and chained by hashes."""
