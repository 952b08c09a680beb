"""An independent hand: what CUPS' own client writes, our codec reads, and would write alike."""

import shutil
import socket
import subprocess
import threading

import pytest

from devices.documents.ipp import codec
from devices.documents.ipp.codec import Group, Range, Tag, attribute


@pytest.mark.skipif(shutil.which("ipptool") is None, reason="cups-ipp-utils is not installed (tools/debian-test.txt)")
def test_what_libcups_writes_we_read_and_would_write_alike(tmp_path):
    """ipptool is CUPS' own client; collections, ranges and all."""
    (tmp_path / "job.test").write_text(
        "{ OPERATION Create-Job\nGROUP operation-attributes-tag\nATTR charset attributes-charset utf-8\n"
        'ATTR language attributes-natural-language en\nATTR uri printer-uri $uri\nATTR name job-name "样表"\n'
        "ATTR boolean ipp-attribute-fidelity true\nGROUP job-attributes-tag\nATTR integer copies 3\n"
        "ATTR rangeOfInteger page-ranges 1-4,7-9\nATTR keyword sides two-sided-long-edge\n"
        "ATTR resolution printer-resolution 600dpi\n"
        "ATTR collection media-col { MEMBER collection media-size { MEMBER integer x-dimension 21000\n"
        "MEMBER integer y-dimension 29700 } MEMBER keyword media-type stationery }\n}\n"
    )
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as door:

        def listen() -> None:
            line, _ = door.accept()
            with line:
                line.settimeout(5)
                data = b""
                while b"\r\n\r\n" not in data or not _whole(data):
                    data += line.recv(65536)
                heard.append(data)
                line.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

        listener = threading.Thread(target=listen)
        listener.start()
        uri = f"ipp://127.0.0.1:{door.getsockname()[1]}/ipp/print"
        command = ["ipptool", "-tL", uri, str(tmp_path / "job.test")]
        subprocess.run(command, capture_output=True, timeout=20, check=False)
        listener.join(10)
    body = _body(heard[0])
    message = codec.decode(body)
    job = message.of(Tag.JOB)[0]
    assert message.code == 5
    assert _named(job, "page-ranges") == (Range(1, 4), Range(7, 9))
    size = (attribute("x-dimension", Tag.INTEGER, 21000), attribute("y-dimension", Tag.INTEGER, 29700))
    kind = attribute("media-type", Tag.KEYWORD, "stationery")
    assert _named(job, "media-col") == ((attribute("media-size", Tag.COLLECTION, size), kind),)
    assert _named(message.of(Tag.OPERATION)[0], "job-name") == ("样表",)
    assert codec.encode(message) == body


def _named(group: Group, name: str) -> tuple:
    found = group.get(name)
    assert found is not None
    return tuple(value.data for value in found.values)


def _whole(data: bytes) -> bool:
    try:
        _body(data)
    except (ValueError, IndexError):
        return False
    return True


def _body(data: bytes) -> bytes:
    """With a Content-Length or in chunks. Raises ``ValueError`` while it is not all there."""
    head, _, rest = data.partition(b"\r\n\r\n")
    if b"chunked" not in head.lower():
        length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        if len(rest) < length:
            raise ValueError
        return rest[:length]
    out = b""
    while True:
        size, _, rest = rest.partition(b"\r\n")
        if int(size, 16) == 0:
            return out
        if len(rest) < int(size, 16) + 2:
            raise ValueError
        out, rest = out + rest[: int(size, 16)], rest[int(size, 16) + 2 :]
