"""People who may switch bureau modules on."""
