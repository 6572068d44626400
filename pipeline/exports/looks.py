"""Looks: how the sheets of a workbook look, on the screen and on paper."""

from __future__ import annotations

from dataclasses import dataclass

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

LINE_HEIGHT = 15.0  # points
UNPROTECTED = {
    "autofilter": True,
    "sort": True,
    "format_columns": True,
    "format_rows": True,
    "select_locked_cells": True,
}


@dataclass(frozen=True)
class Looks:
    """The formats of the workbook."""

    head: Format
    head_open: Format
    locked: Format
    share: Format
    open: Format
    title: Format
    prose: Format
    figure: Format


def made(book: Workbook) -> Looks:
    """Return the formats, made once per workbook."""
    cell = {"valign": "top", "text_wrap": True}
    head = {"bold": True, "valign": "top", "text_wrap": True, "bottom": 1}
    return Looks(
        book.add_format({**head, "bg_color": "#E8E8E8"}),
        book.add_format({**head, "bg_color": "#FFE699"}),
        book.add_format(cell),
        book.add_format({**cell, "num_format": "0 %"}),
        book.add_format({**cell, "bg_color": "#FFF9E5", "locked": False}),
        book.add_format({"bold": True, "font_size": 14}),
        book.add_format({"text_wrap": True, "valign": "top"}),
        book.add_format({"num_format": "0", "align": "left", "valign": "top"}),
    )


def printed(sheet: Worksheet) -> None:
    """Set the sheet up for paper: landscape A4, as wide as the page, headings on every page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
