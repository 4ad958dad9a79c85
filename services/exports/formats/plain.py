"""Text that needs no care, as most of it: told without looking for each fault."""


def is_plain(text: str) -> bool:
    """Whether `text`, not empty, is one line of printable letters, its words one space apart."""
    return text.isprintable() and "  " not in text and text[0] != " " and text[-1] != " "
