"""PDF documents of a given number of pages, made by hand: A4, a line of text on each."""


def pdf(pages: int = 1, padding: int = 0) -> bytes:
    """``padding``: octets of comment, to make it as large as wanted."""
    kids = " ".join(f"{3 + 2 * n} 0 R" for n in range(pages))
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {pages}>>".encode()]
    for n in range(pages):
        stream = f"BT /F1 24 Tf 72 720 Td (page {n + 1}) Tj ET".encode()
        font = "/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
        objects.append(f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]{font}/Contents {4 + 2 * n} 0 R>>".encode())
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
    out = b"%PDF-1.4\n" + (b"%" + b"x" * padding + b"\n" if padding else b"")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj" % number + body + b"endobj\n"
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    count = len(objects) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        count, table, count, len(out)
    )  # fmt: skip
