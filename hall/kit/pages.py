"""Pages: templates and their static files, gathered from the ``pages`` folder of every room.

No file comes from anywhere else: what a page needs is served from here, so that the content security policy can be
``'self'`` and a hall without internet looks the same. Every address carries one hash of all files, so that what a
module imports by a relative address has it too: ``/static/<build>/<room>/<file>``.
"""

import hashlib
from pathlib import Path

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from hall.kit.errors import Problem

HERE = Path(__file__).parent
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
"""What is served, by the ends of their names; a module that came under any other kind would not run."""


class Pages:
    def __init__(self, rooms: dict[str, Path], shared: dict[str, object]) -> None:
        folders = {"kit": HERE / "pages", **rooms}
        self.environment = Environment(
            loader=FileSystemLoader([str(each) for folder in folders.values() for each in _folders(folder)]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.globals.update(shared, static=self.address, modules=self.modules)
        self._files = {
            f"{room}/{path.relative_to(folder).as_posix()}": path.read_bytes()
            for room, folder in folders.items()
            for path in sorted(folder.rglob("*"))
            if path.suffix in KINDS
        }
        self.build = hashlib.sha256(repr(sorted(self._files.items())).encode()).hexdigest()[:12]

    def address(self, name: str) -> str:
        if name not in self._files:
            raise KeyError(name)
        return f"/static/{self.build}/{name}"

    def modules(self, room: str) -> list[str]:
        """The addresses of all scripts of a room, for a page that asks for them at once instead of one after another as
        it comes to each ``import``."""
        return [self.address(name) for name in self._files if name.startswith(f"{room}/") and name.endswith(".js")]

    def show(self, template: str, status: int = 200, **values: object) -> HTMLResponse:
        return HTMLResponse(
            self.environment.get_template(template).render(**values), status, {"Cache-Control": "no-store"}
        )

    def for_staff(self, request: Request, template: str, status: int = 200, **values: object) -> HTMLResponse:
        """A page below the bar that all pages of staff have: who is signed in, and where he is."""
        return self.show(template, status, member=request.state.member, here=request.url.path, **values)

    def file(self, build: str, name: str) -> Response:
        """``build``: under which a page named it."""
        content = self._files.get(name)
        if content is None:
            raise Problem(404, "not_found", "没有这个文件。", "There is no such file.")
        return Response(
            content,
            media_type=KINDS[Path(name).suffix],
            headers={"Cache-Control": "public, max-age=31536000, immutable" if build == self.build else "no-cache"},
        )


def _folders(folder: Path) -> list[Path]:
    return [folder, *sorted(path for path in folder.rglob("*") if path.is_dir())]
