"""The marks of JPK_V7 that stand on a document, or follow from it."""

from shared.contracts.document import Document


def jpk_codes(document: Document) -> list[str]:
    """GTU codes of the rows and the document's procedures, each once, in order."""
    goods = sorted({position["gtu"] for position in document["positions"] if position["gtu"]})
    return goods + [each for each in procedures(document) if each not in goods]


def procedures(document: Document) -> list[str]:
    """The document's procedures, each once; of a sale under a margin scheme also its mark."""
    marks = dict.fromkeys(document["procedures"])
    if document["income"] and document["margin"]:
        marks["MR_T" if document["margin"] == "travel" else "MR_UZ"] = None
    return list(marks)
