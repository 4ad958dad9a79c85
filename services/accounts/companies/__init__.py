"""New companies that a bureau's program wants, through the bureau service and its seats."""
