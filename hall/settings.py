"""What an installation may set: typed, frozen, unknown keys refused.

Sources, later ones win: defaults, the TOML file named by ``ONEDOOR_HALL_CONFIG``, the environment
(``ONEDOOR_HALL_`` + key in capitals; lists as JSON), the command line.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, field_validator

from hall.contract.glyphs import lacking

PREFIX = "ONEDOOR_HALL_"
LISTS = ("allowed_hosts", "trusted_proxies")


class SettingsError(Exception):
    """The settings cannot be used; the text says which key and why."""


def _on_slips(text: str) -> str:
    if missing := lacking(text):
        raise ValueError(f"no printer has a glyph for {' '.join(missing)}; slips would show 〓")
    return text


OnSlips = Annotated[str, AfterValidator(_on_slips)]
"""Words that stand on every slip."""


class Settings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    data_dir: Path = Path("var/hall")
    database_url: str = ""
    """Empty: SQLite in the data directory. PostgreSQL: ``postgresql+psycopg://user@host/name``."""
    host: str = "127.0.0.1"
    port: int = Field(8600, ge=0, le=65535)
    workers: int = Field(1, ge=1, le=32)
    allowed_hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")
    """Host headers answered to. A hall reached by name must list that name."""
    trusted_proxies: tuple[str, ...] = ()
    """Addresses or networks of reverse proxies in front of the hall: what they say about who is asking is believed
    (``X-Forwarded-For``, ``X-Forwarded-Proto``). Empty: nobody is, this machine included."""
    secure_cookies: bool = False
    """True where browsers reach the hall over TLS and a reverse proxy terminates it; where the hall does so itself,
    cookies are secure anyway."""
    tls_certificate: Path | None = None
    tls_key: Path | None = None
    """Both (PEM): the hall speaks TLS itself. ``python -m hall certificates`` makes them."""
    plain_http: str = ""
    """Without TLS the hall is bound to loopback alone. To bind it elsewhere all the same, say the address of ``host``
    a second time here: then numbers, cookies and what staff type go over the network for anybody to read."""

    hall_name_zh: OnSlips = "松江区工程建设项目审批审查中心"
    hall_name_en: OnSlips = "Songjiang Construction Project Approval Centre"
    complaint_line: OnSlips = "12345"
    timezone: str = "Asia/Shanghai"

    session_idle_minutes: int = Field(30, ge=1)
    """GB/T 22239 practice: 15–30 minutes without activity end a session."""
    session_hours: int = Field(12, ge=1, le=24)
    """So long after signing in one signs in again, however busy (NIST SP 800-63B, 4.2.3: 12 hours)."""
    password_days: int = Field(0, ge=0)
    """So old a password has to be changed; 0: no age is too much. Assessors of GB/T 22239 (8.1.4.1 a) ask for a term,
    often 90; NIST SP 800-63B (5.1.1.2) advises against one: who must change often, counts up."""
    second_factor: Literal["offered", "required"] = "offered"
    """A code from the telephone or a passkey beside the password, for managers, security and administrators:
    ``required`` lets them do nothing before they have one (GB/T 22239, 8.1.4.1 d)."""
    passkey_origin: str = ""
    """By which staff's browsers reach the hall, for passkeys: ``https://hall.example.cn``, with the port if it is not
    443. They are bound to this name for good; an address has none. Empty: passkeys work as ``localhost`` alone."""
    visitors_origin: str = Field("", pattern=r"^$|^https?://[A-Za-z0-9.\[\]:-]{1,200}$")
    """By which visitors' phones reach the hall: ``https://hall.example.cn``. It stands in the code of a checklist,
    which opens as a page there; that name has to be among ``allowed_hosts``. Empty: kiosks alone read such codes."""
    enrol_minutes: int = Field(60, ge=1)
    identity: Literal["none", "simulated"] = "none"
    """Who resolves codes only the city's platform can read. ``simulated`` makes people up, and says so."""

    block_size: int = Field(20, ge=2, le=100)
    """Numbers granted to a station beforehand, for each service and day."""
    calls_before_missed: int = Field(3, ge=1, le=9)
    missed_gap: int = Field(3, ge=0, le=20)
    """A missed number may be called once more after this many others."""
    board_call_seconds: float = Field(5.0, ge=1)
    board_lease_minutes: int = Field(15, ge=1)
    """How long a call stays on the board."""
    board_offline_seconds: int = Field(120, ge=1)
    """A board cut off from the hall drops its numbers after this long: an old number is worse than none."""
    signs_history_days: int = Field(90, ge=1, le=3660)
    """How long replay knows what a screen showed; then only each screen's last word is kept."""
    reports_days: int = Field(180, ge=1, le=3660)
    """How long what a station reported is kept word for word; then that it came, and when."""
    doors_days: int = Field(200, ge=184, le=3660)
    """How long what happened at the doors is kept; six months at least (网络安全法 Art. 21(3))."""
    helps_days: int = Field(90, ge=1, le=3660)
    """How long calls for help are kept."""
    city_url: str = Field("", pattern=r"^$|^https?://[^/?#\s]+(/[^?#\s]*)?$")
    """Where the city's system takes rows (``hall.city.adapter``). Empty: nothing is sent, and everything is kept."""
    syslog: str = Field("", pattern=r"^$|^(tcp|udp)://([\w.-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?$")
    """Another machine that gets every line of the audit trail (RFC 5424): ``tcp://10.0.0.5:601`` or ``udp://…:514``.
    Empty: none."""
    body_limit: int = Field(1024 * 1024, ge=65536)

    connections: int = Field(4000, ge=64)
    """Open at once, a worker; fewer where the system gives fewer files. 200 screens and 60 pages need 700."""
    strangers: int = Field(1200, ge=32)
    """Of these by callers who have not said who they are; the longest waiting makes room for the next."""
    strangers_each_address: int = Field(600, ge=16)
    """By one address. Behind one NAT address 200 screens and 60 pages open six connections a page at a start."""
    connections_each: int = Field(512, ge=8)
    """By one member of staff, or one station; no more than a quarter of all."""
    streams: int = Field(300, ge=8)
    """Live boards watched by anybody, in all."""
    streams_each_address: int = Field(100, ge=4)
    """The same by one address: more boards than hang in a hall."""
    head_seconds: float = Field(10.0, gt=0)
    """From a connection, or the first byte of its next request, to the end of the headers."""
    head_bytes: int = Field(32_768, ge=4096)
    """Browsers send 2 KB; a proxy's cookies and certificates may make it 16."""
    body_seconds: float = Field(20.0, gt=0)
    """From the headers to the end of the body: 8 MB of a drawing at 4 Mbit/s."""

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            ip_network(name)
        return names

    @field_validator("passkey_origin")
    @classmethod
    def _named(cls, origin: str) -> str:
        said = urlsplit(origin)
        name, here = said.hostname or "", said.hostname == "localhost"
        if origin and (
            said.scheme not in ("https", *(("http",) if here else ()))
            or not (here or re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z][a-z0-9-]+", name))
            or origin != f"{said.scheme}://{said.netloc}"
        ):
            raise ValueError("https:// and a name, without a path: https://hall.example.cn")
        return origin

    def insist_on_tls(self) -> None:
        """Raises :class:`SettingsError` where the hall would speak plain HTTP beyond this machine."""
        if (self.tls_certificate is None) != (self.tls_key is None):
            raise SettingsError("tls_certificate 和 tls_key 要一起设置。 tls_certificate and tls_key belong together.")
        for path in (self.tls_certificate, self.tls_key):
            if path is not None and not os.access(path, os.R_OK):
                raise SettingsError(f"证书或私钥读不了：{path}。 {path} cannot be read.")
        if self.tls_certificate is None and not _loopback(self.host) and self.plain_http != self.host:
            raise SettingsError(
                f"大厅不在 {self.host} 上用不加密的 http：先运行 python -m hall certificates，再设置 tls_certificate "
                f"和 tls_key。 The hall does not speak plain http on {self.host}: make a certificate with "
                "`python -m hall certificates` and set tls_certificate and tls_key, or put a reverse proxy before "
                f"127.0.0.1. Only on a protected network say the address a second time: plain_http = {self.host!r}."
            )

    @property
    def url(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir / 'hall.sqlite'}"


def load(environ: Mapping[str, str] | None = None, **overrides: object) -> Settings:
    """Settings from file, environment and command line. Raises :class:`SettingsError` in words."""
    environ = os.environ if environ is None else environ
    values: dict[str, Any] = {}
    if path := environ.get(PREFIX + "CONFIG"):
        try:
            values.update(tomllib.loads(Path(path).read_text("utf-8")))
        except (OSError, tomllib.TOMLDecodeError) as error:
            raise SettingsError(f"cannot read settings file {path}: {error}") from error
    for name, text in environ.items():
        if name.startswith(PREFIX) and name != PREFIX + "CONFIG":
            key = name.removeprefix(PREFIX).lower()
            values[key] = _listed(key, text) if key in LISTS else text
    values.update({key: value for key, value in overrides.items() if value is not None})
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        told = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise SettingsError(f"settings refused: {told}") from error


def export(settings: Settings, environ: dict[str, str]) -> None:
    """Put settings into the environment, so that worker processes started from here load the same."""
    for key, value in settings.model_dump(mode="json").items():
        environ[PREFIX + key.upper()] = value if isinstance(value, str) else TypeAdapter(Any).dump_json(value).decode()


def _loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _listed(key: str, text: str) -> object:
    try:
        return (
            TypeAdapter(list[str]).validate_json(text)
            if text.lstrip().startswith("[") and text.lstrip()[1:2] in '"]'
            else [part.strip() for part in text.split(",")]
        )
    except ValidationError as error:
        raise SettingsError(f"{PREFIX}{key.upper()}: a JSON list or names with commas") from error
