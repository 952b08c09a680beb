"""The sides that go to a printer: every copy after another, from where it stopped before. Page numbers stay as they
were set."""

from io import BytesIO


def count(pages: int, copies: int, *, two_sided: bool) -> int:
    """How many sides ``copies`` are; on both sides of the sheet each begins on a sheet of its own."""
    return copies * _each(pages, two_sided)


def sides(pdf: bytes, copies: int = 1, first: int = 1, *, two_sided: bool = False) -> bytes:
    """From side ``first`` on, 1 the first of all copies."""
    from pypdf import PdfReader, PdfWriter  # not before something is printed

    pages = PdfReader(BytesIO(pdf)).pages
    each = _each(len(pages), two_sided)
    if (copies, first) == (1, 1) and each == len(pages):
        return pdf
    writer = PdfWriter()
    for side in range(first - 1, copies * each):
        at = side % each
        if at < len(pages):
            writer.add_page(pages[at])
        else:
            writer.add_blank_page()
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _each(pages: int, two_sided: bool) -> int:
    return pages + pages % 2 if two_sided else pages
