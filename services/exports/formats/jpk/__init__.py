"""What the Ministry's JPK files have in common: their text, the taxpayer, closed lists of codes."""
