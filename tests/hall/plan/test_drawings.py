"""Drawings laid under a floor: only pictures, of a size that can be shown."""

import struct
import zlib

import pytest

from hall.kit.errors import Problem
from hall.plan.drawings import LARGEST, examined

ILLUSTRATOR = b"""<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" [
  <!ENTITY ns_flows "http://ns.adobe.com/Flows/1.0/"> <!ENTITY ns_svg "http://www.w3.org/2000/svg"> ]>
<svg version="1.1" xmlns="&ns_svg;" xmlns:a="&ns_flows;" width="300px" height="200px" viewBox="0 0 300 200"/>"""
CHINESE = """<?xml version="1.0" encoding="GB2312"?>
<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200"><text x="10" y="20">综合受理大厅</text></svg>"""


def png(width: int, height: int) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("body", "kind", "size"),
    [
        (png(640, 400), "png", (640, 400)),
        (b'<svg xmlns="http://www.w3.org/2000/svg" width="600" height="400"/>', "svg", (600, 400)),
        (b'<?xml version="1.0"?><!-- floor --><svg viewBox="0 0 60.4 40"><path d="M0 0"/></svg>', "svg", (60, 40)),
        (b'<svg:svg xmlns:svg="http://www.w3.org/2000/svg" width="60px" height="40px"/>', "svg", (60, 40)),
        (b'<svg width="100%" height="100%" viewBox="-5,-5 1e2 50"/>', "svg", (100, 50)),
        (b'<svg width="210mm" height="297mm"/>', "svg", (794, 1123)),
        (ILLUSTRATOR, "svg", (300, 200)),
        (CHINESE.encode("gb2312"), "svg", (300, 200)),
        (CHINESE.replace("GB2312", "GBK").encode("gbk"), "svg", (300, 200)),
        (CHINESE.replace("GB2312", "UTF-16").encode("utf-16"), "svg", (300, 200)),
        (CHINESE.replace("GB2312", "UTF-16").encode("utf-16-be"), "svg", (300, 200)),
        (CHINESE.replace("GB2312", "UTF-8").encode("utf-8-sig"), "svg", (300, 200)),
    ],
)
def test_pictures_are_taken(body: bytes, kind: str, size: tuple[int, int]):
    file, width, height = examined(body)
    assert file.endswith(f".{kind}")
    assert (width, height) == size


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"PK\x03\x04",
        b"\xff\xd8\xff\xe0",
        b"<html><body/></html>",
        b"<svg",
        b'<svg width="60"/>',
        b'<svg width="0" height="10"/>',
        b'<svg width="99999" height="10"/>',
        png(0, 5),
        png(20_000, 5),
        b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg width="9" height="9">&b;</svg>',
        b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg width="9" height="9">&x;</svg>',
        b"\x89PNG\r\n\x1a\n",
        b'<svg viewBox="0 0 1e999 5"/>',
        "<svg width='１' height='２'/>".encode(),
    ],
)
def test_anything_else_is_refused_in_words(body: bytes):
    with pytest.raises(Problem) as refused:
        examined(body)
    assert refused.value.code == "drawing"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg>&b;</svg>', "实体 b 里又套着实体"),
        (b'<!DOCTYPE svg [<!ENTITY x SYSTEM "plan.dtd">]><svg>&x;</svg>', "从文件外面取（plan.dtd）"),
        (b'<!DOCTYPE svg [<!ENTITY a "' + b"a" * 9999 + b'">]><svg>' + b"&a;" * 9999 + b"</svg>", "展开后太大"),
        (CHINESE.replace("GB2312", "UTF-8").encode("gb2312"), "说自己是 UTF-8 编码，第"),
        (CHINESE.replace("GB2312", "EBCDIC").encode("gb2312"), "EBCDIC 编码，读不了"),
        (b'<svg width="9" height="9"><g></svg>', "第 1 行第"),
        (b"<html/>", "最外层是 <html>"),
        (b'<svg width="60"/>', "没有写明大小"),
        (b"%PDF-1.7", "这是 PDF 文件"),
        (b"\xff\xd8\xff\xe0", "这是 JPEG 文件"),
    ],
)
def test_the_reason_is_the_true_one(body: bytes, why: str):
    with pytest.raises(Problem) as refused:
        examined(body)
    assert why in refused.value.zh


def test_too_large_is_refused():
    with pytest.raises(Problem) as refused:
        examined(b"\0" * (LARGEST + 1))
    assert refused.value.status == 413
