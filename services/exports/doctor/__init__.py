"""The export doctor: what is wrong with documents, told before a file is made of them."""
