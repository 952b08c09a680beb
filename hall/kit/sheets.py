"""A file as rows of text. Whatever is too large, packed to burst, or no table at all is refused before it is opened."""

import csv
import io
import re
import zipfile
import zlib
from datetime import date, datetime

from hall.kit.errors import Problem

LARGEST = 4 * 1024 * 1024
"""Bytes. A table of 5,000 lines has half a megabyte."""
UNPACKED = 24 * 1024 * 1024
MOST_PARTS = 200
MOST_LINES, MOST_COLUMNS, MOST_CELLS = 5000, 64, 120_000
LONGEST = 400
"""Characters of one cell."""

Rows = list[list[str]]
_BROKEN = (zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError, RuntimeError, OSError, KeyError)


def read_table(body: bytes) -> Rows:
    """The first sheet, headings first, without empty lines at its end. Raises :class:`Problem`."""
    if len(body) > LARGEST:
        raise Problem(413, "too_large", "表格超过 4 MB，请分成几份。", "The table is over 4 MB; split it.")
    rows = _xlsx(body) if body.startswith(b"PK\x03\x04") else _csv(body)
    while rows and not any(rows[-1]):
        rows.pop()
    if len(rows) - 1 > MOST_LINES:
        raise refused(f"一次最多 {MOST_LINES} 行，这份有 {len(rows) - 1} 行", f"more than {MOST_LINES} lines")
    if not rows:
        raise refused("这份表格是空的", "it is empty")
    return rows


def _csv(body: bytes) -> Rows:
    text = _text(body)
    if "\x00" in text:
        raise refused("这不是表格：请存成 XLSX 或 CSV", "it is neither XLSX nor CSV")
    lines = text.splitlines()
    heading = lines[0] if lines else ""
    marks = max((",", "\t", ";"), key=heading.count)
    rows: Rows = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=marks, strict=True):
            if len(row) > MOST_COLUMNS or len(rows) > MOST_LINES + 1:
                raise refused(f"最多 {MOST_LINES} 行、{MOST_COLUMNS} 列", "too many lines or columns")
            rows.append([cell.strip()[:LONGEST] for cell in row])
    except csv.Error as error:
        raise refused(f"第 {len(rows) + 1} 行的引号不成对，或格子太长", "a quote is not closed") from error
    return rows


def _text(body: bytes) -> str:
    """As Excel saves: UTF-8 with or without a mark, UTF-16, or the system's own (GB 18030)."""
    for codec in ("utf-16",) if body[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030"):
        try:
            return body.decode(codec)
        except UnicodeError:
            continue
    raise refused("文字编码读不懂：请存成 UTF-8 的 CSV，或 XLSX", "its text is in no known encoding")


def _xlsx(body: bytes) -> Rows:
    _look_inside(body)
    from openpyxl import load_workbook  # brings NumPy along: an eighth of a second of every start otherwise

    try:
        book = load_workbook(io.BytesIO(body), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        rows: Rows = []
        for row in sheet.iter_rows(max_col=MOST_COLUMNS, max_row=MOST_LINES + 2, values_only=True):
            rows.append([_cell(value) for value in row])
    except Problem:
        raise
    except Exception as error:  # whatever a crafted file brings about in a reader of others
        raise refused("这个 XLSX 读不出来：请用 Excel 或 WPS 重新另存一次", "it cannot be read") from error
    return rows


def _look_inside(body: bytes) -> None:
    """Unpacked once, bit by bit and counted, before anybody makes objects of it."""
    if body.count(b"PK\x01\x02") > MOST_PARTS:
        raise refused("文件里的部件太多", "it holds too many parts")
    left = UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            for info in archive.infolist():
                if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or info.flag_bits & 1:
                    raise refused("压缩方法不通用，或加了密码", "it is packed by another method, or encrypted")
                left = _count(archive, info, left)
    except _BROKEN as error:
        raise refused("文件已损坏", "it is damaged") from error


def _count(archive: zipfile.ZipFile, info: zipfile.ZipInfo, left: int) -> int:
    cells, held = 0, bytearray()
    with archive.open(info) as file:
        while piece := file.read(65536):
            left -= len(piece)
            if left < 0:
                raise refused("解压后太大", "it is too large unpacked")
            if info.filename.endswith((".xml", ".rels")):
                held += piece
    if b"<!DOCTYPE" in held or b"<!ENTITY" in held or b"\x00" in held[:64]:
        raise refused("文件里有不该有的定义", "it defines entities")
    cells = len(re.findall(rb"<(?:\w+:)?(?:c|si)[ >/]", held))
    if cells > MOST_CELLS:
        raise refused("格子太多", "it has too many cells")
    return left


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()[:LONGEST]


def refused(zh: str, en: str) -> Problem:
    return Problem(422, "table", f"{zh}。什么也没有改。", f"This table cannot be read: {en}. Nothing was changed.")
