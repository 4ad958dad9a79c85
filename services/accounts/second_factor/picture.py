"""The picture that an app reads instead of a typed secret."""

from dataclasses import dataclass

MARGIN = 4  # Of the code's own squares, as ISO/IEC 18004 asks for.


@dataclass(frozen=True)
class Picture:
    """A QR code: `size` squares on each side, and the dark ones as the path of an SVG."""

    size: int
    path: str


def picture_of(text: str) -> Picture:
    """The QR code of `text`, with its margin; a quarter of it may be unreadable (level M)."""
    from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    count = code.getModuleCount()
    squares = [
        f"M{column + MARGIN} {row + MARGIN}h1v1h-1z"
        for row in range(count)
        for column in range(count)
        if code.isDark(row, column)
    ]
    return Picture(count + 2 * MARGIN, "".join(squares))
