"""A hall behind TLS: its own certificates, Debian's nginx before it as the recipe in ``deploy/`` has it, and a browser
that trusts them."""

import hashlib
import shutil
import socket
import subprocess
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import Browser, Playwright

from tests.hall.serving import run_hall
from tests.support.browser import CHROMIUM, SHELL
from tests.support.house import until

ROOT = Path(__file__).parents[2]
NGINX = Path(shutil.which("nginx") or "/usr/sbin/nginx")


def certify(data_dir: Path) -> dict[str, str]:
    """Certificates for ``localhost`` and 127.0.0.1, by the hall's own command; the settings with which it uses them."""
    done = run_hall(data_dir, "certificates", "--name", "localhost", "--name", "127.0.0.1")
    assert done.returncode == 0, done.stderr
    assert "ca.pem" in done.stdout
    tls = data_dir / "tls"
    assert {one.stat().st_mode & 0o777 for one in tls.iterdir()} == {0o600}
    return {"ONEDOOR_HALL_TLS_CERTIFICATE": str(tls / "hall.pem"), "ONEDOOR_HALL_TLS_KEY": str(tls / "hall.key")}


BEHIND_NGINX = {"ONEDOOR_HALL_TRUSTED_PROXIES": "127.0.0.1", "ONEDOOR_HALL_SECURE_COOKIES": "true"}
"""The settings that the recipe asks for."""


@contextmanager
def nginx(data_dir: Path, hall: int, port: int) -> Iterator[str]:
    """On ``port``, before the hall on port ``hall``; its address."""
    folder = data_dir.parent / "nginx"
    folder.mkdir()
    recipe = (ROOT / "deploy" / "nginx.conf").read_text()
    for said, here in (
        ("listen 443", f"listen 127.0.0.1:{port}"),
        ("/etc/onedoor/tls/", f"{data_dir}/tls/"),
        ("127.0.0.1:8600", f"127.0.0.1:{hall}"),
        ("/run/onedoor-nginx", str(folder)),
    ):
        assert said in recipe, said
        recipe = recipe.replace(said, here)
    (folder / "nginx.conf").write_text(recipe)
    command = [str(NGINX), "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    process = subprocess.Popen([*command, "-g", "daemon off;"])
    try:
        until("nginx", lambda: _listens(port))
        yield f"https://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)
    assert "[alert]" not in (folder / "error.log").read_text()


def _listens(port: int) -> bool:
    with socket.socket() as door:
        return door.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def trusting(playwright: Playwright, data_dir: Path) -> Iterator[Browser]:
    """A browser that takes this hall's certificate for good, and no other: in pages, workers and WebSockets alike."""
    certificate = x509.load_pem_x509_certificate((data_dir / "tls" / "hall.pem").read_bytes())
    public = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    mark = b64encode(hashlib.sha256(public).digest()).decode()
    browser = playwright.chromium.launch(
        executable_path=str(SHELL if SHELL.exists() else CHROMIUM),
        args=["--no-sandbox", f"--ignore-certificate-errors-spki-list={mark}"],
    )
    try:
        yield browser
    finally:
        browser.close()
