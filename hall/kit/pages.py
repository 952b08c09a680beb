"""Pages: templates and their static files, gathered from the ``pages`` folder of every room.

No file comes from anywhere else: what a page needs is served from here, under a content hash, so that the content
security policy can be ``'self'`` and a hall without internet looks the same.
"""

import hashlib
import mimetypes
from pathlib import Path

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from hall.kit.errors import Problem

HERE = Path(__file__).parent
STATIC = {".css", ".js", ".svg"}


class Pages:
    def __init__(self, rooms: dict[str, Path], shared: dict[str, object]) -> None:
        folders = {"kit": HERE / "pages", **rooms}
        self.environment = Environment(
            loader=FileSystemLoader([str(folder) for folder in folders.values()]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.globals.update(shared, static=self.address)
        self._files: dict[str, bytes] = {}
        self._hashes: dict[str, str] = {}
        for room, folder in folders.items():
            for path in sorted(folder.iterdir()):
                if path.suffix in STATIC:
                    content = path.read_bytes()
                    self._files[f"{room}/{path.name}"] = content
                    self._hashes[f"{room}/{path.name}"] = hashlib.sha256(content).hexdigest()[:12]

    def address(self, name: str) -> str:
        return f"/static/{name}?{self._hashes[name]}"

    def show(self, template: str, status: int = 200, **values: object) -> HTMLResponse:
        return HTMLResponse(
            self.environment.get_template(template).render(**values), status, {"Cache-Control": "no-store"}
        )

    def for_staff(self, request: Request, template: str, status: int = 200, **values: object) -> HTMLResponse:
        """A page below the bar that all pages of staff have: who is signed in, and where he is."""
        return self.show(template, status, member=request.state.member, here=request.url.path, **values)

    def file(self, room: str, name: str, asked: str) -> Response:
        """``asked``: the hash under which a page named it."""
        content = self._files.get(f"{room}/{name}")
        if content is None:
            raise Problem(404, "not_found", "没有这个文件。", "There is no such file.")
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        fresh = asked == self._hashes[f"{room}/{name}"]
        return Response(
            content,
            media_type=kind,
            headers={"Cache-Control": "public, max-age=31536000, immutable" if fresh else "no-cache"},
        )
