"""Dostęp dla księgowego: one accountant whose bureau does not use the module."""
