"""The marks of JPK_V7 that stand on a document."""

from shared.contracts.document import Document


def jpk_codes(document: Document) -> list[str]:
    """GTU codes of the rows and the document's procedures, each once, in order."""
    goods = sorted({position["gtu"] for position in document["positions"] if position["gtu"]})
    return goods + [each for each in dict.fromkeys(document["procedures"]) if each not in goods]
