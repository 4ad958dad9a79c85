"""Adding companies: one by a form, or many by a list."""
