"""Which people of the bureau look after which client."""
