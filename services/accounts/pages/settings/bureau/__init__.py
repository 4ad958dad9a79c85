"""The field “Biuro księgowe, które ma dostęp do systemu”."""
