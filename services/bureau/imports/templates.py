"""The empty list to fill in, as CSV and as XLSX."""

import csv
import io

from services.bureau.imports.columns import headings

WIDTH = 20  # characters
ROWS = 200  # prepared as text


def as_csv(language: str) -> bytes:
    """As spreadsheets in Poland read it: UTF-8 with its mark, and semicolons."""
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerow(headings(language))
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(language: str) -> bytes:
    """With cells of text, so that no tax number or post code loses a zero."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Firmy" if language == "pl" else "Companies"
    names = headings(language)
    sheet.append(names)
    sheet.freeze_panes = "A2"
    for number, column in enumerate(
        sheet.iter_cols(max_row=ROWS, max_col=len(headings(language))), start=1
    ):
        sheet.column_dimensions[get_column_letter(number)].width = WIDTH
        column[0].font = Font(bold=True)
        for cell in column:
            cell.number_format = "@"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
