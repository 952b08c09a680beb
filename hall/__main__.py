"""``python -m hall``: serve · migrate · seed · member · unlock · reset · let-go · certificates · enrol · keys ·
person · backup · restore · audit · who-may."""

import argparse
import contextlib
import getpass
import os
import secrets
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import uvicorn
from sqlalchemy import insert, select
from uvicorn.supervisors import Multiprocess

from hall import audit, migrations, sample
from hall.accounts.permits import ROLES
from hall.accounts.staff import add as add_member
from hall.accounts.staff import drop_second, let_go, reset_password
from hall.accounts.staff import unlock as unlock_member
from hall.app import build
from hall.backup import Lock, key_file, passphrase, serving
from hall.backup import make as make_backup
from hall.backup import restore as restore_backup
from hall.commands import city as city_command
from hall.commands import keys as keys_command
from hall.commands import matters as matters_command
from hall.commands import person as person_command
from hall.commands.opened import opened
from hall.doors import faults
from hall.kit import Clock, certificates
from hall.kit.connection import Connections
from hall.kit.crowd import limits, raise_files
from hall.kit.db import Tx, pulse
from hall.kit.errors import Problem
from hall.kit.keys import agree, names_kept
from hall.kit.listening import Listening
from hall.kit.logs import CONFIG
from hall.kit.peers import networks
from hall.kit.websocket import LeanWebSocket
from hall.sample.cases import seed_cases
from hall.settings import Settings, SettingsError, export, load
from hall.stations import enrol_code
from hall.who_may import printed

KEYS = ("subject.key", "signs.key", "accounts.key", "access.key", audit.KEY_FILE)
"""Under which identity numbers are hashed, screens believe us, second factors are sealed, letters count, and the audit
trail is chained."""

STREAMS_LEAVE = 2
"""Seconds given to open connections when the hall stops."""


def _insist_on_hall(settings: Settings) -> None:
    """A mistyped folder is not made into an empty hall, of which everything would be untrue."""
    file = settings.data_dir / "hall.sqlite"
    if settings.url == f"sqlite:///{file}" and not file.exists():
        raise Problem(
            404,
            "no_hall",
            f"{settings.data_dir} 里没有大厅的数据，什么也没有做。请核对 --data-dir。",
            f"There is no hall in {settings.data_dir}; nothing was done. Is --data-dir right?",
        )


def _migrate(tx: Tx) -> None:
    fresh = not migrations.standing(tx.conn)
    migrations.upgrade(tx.conn, lambda step: fresh or print(f"migrated to {step}", flush=True))
    if tx.conn.execute(select(pulse.c.n)).one_or_none() is None:
        tx.conn.execute(insert(pulse).values(id=1, n=0, epoch=secrets.token_hex(8), writes=0, restored=False))


def _agree(tx: Tx, settings: Settings) -> None:
    fresh = not (settings.data_dir / audit.KEY_FILE).exists()
    agree(tx, settings.data_dir, (*KEYS, *sorted(names_kept(tx.conn).difference(KEYS))))
    if fresh:
        audit.begins_keyed(tx)


def prepare(settings: Settings, *, with_sample: bool = False, with_admin: bool = False) -> list[tuple[str, str, str]]:
    """Migrations, keys, and what a first start needs. Returns (login, role, first password) of new accounts."""
    with opened(settings) as db:
        db.write_long(_migrate, lambda seconds: print(f"still migrating, {seconds} s; let it finish", flush=True))
        db.write_now(lambda tx: _agree(tx, settings))
        if with_sample:
            return db.write_now(lambda tx: sample.seed(tx, settings, Clock(settings.timezone)))
        return db.write_now(sample.first_admin) if with_admin else []


def serve(settings: Settings, arguments: argparse.Namespace) -> int:
    settings.insist_on_tls()
    held = serving(settings)
    _tell_passwords(prepare(settings, with_sample=arguments.sample, with_admin=True))
    export(settings, os.environ)  # type: ignore[arg-type]
    config = uvicorn.Config(
        "hall.app:build",
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        log_level="warning",
        log_config=CONFIG,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # of which addresses they are believed is ours to decide: hall.kit.peers
        http=Connections(limits(settings, raise_files()), networks(settings.trusted_proxies)),  # type: ignore[arg-type]
        timeout_graceful_shutdown=STREAMS_LEAVE,
        ssl_certfile=settings.tls_certificate,
        ssl_keyfile=settings.tls_key,
        ssl_ciphers="ECDHE+AESGCM:ECDHE+CHACHA20",
        ws=LeanWebSocket,
        ws_per_message_deflate=False,
        ws_max_size=65536,
        backlog=2048,
    )
    socket = Listening.of(config.bind_socket())
    socket.listen(config.backlog)  # so that whoever reads the address below can connect at once
    host, port = socket.getsockname()[:2]
    scheme = "https" if settings.tls_certificate else "http"
    print(f"hall: {scheme}://{host}:{port}/  window: /window  board: /board  stations: /stations", flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        if settings.workers == 1:
            uvicorn.Server(config).run(sockets=[socket])
        else:
            Multiprocess(config, sockets=[socket]).run()
    os.close(held)
    return 0


def _tell_passwords(made: list[tuple[str, str, str]]) -> None:
    if made:
        print("first-start passwords (shown this once, kept only as argon2):")
        for login, role, password in made:
            print(f"  {login:<10} {password}   {role}")
        sys.stdout.flush()


def migrate(settings: Settings, _arguments: argparse.Namespace) -> int:
    prepare(settings)
    return 0


def seed(settings: Settings, arguments: argparse.Namespace) -> int:
    prepare(settings)
    clock, plan = Clock(settings.timezone), not arguments.without_plan
    with opened(settings) as db:
        _tell_passwords(db.write_now(lambda tx: sample.seed(tx, settings, clock, with_plan=plan)))
        if arguments.cases:
            db.write_now(lambda tx: seed_cases(tx, settings, clock))
    return 0


def member(settings: Settings, arguments: argparse.Namespace) -> int:
    prepare(settings)
    with opened(settings) as db:
        password, waits = db.write_now(
            lambda tx: add_member(tx, arguments.login, arguments.name, arguments.role, "command line")
        )
    _tell_passwords([(arguments.login, "clerk" if waits else arguments.role, password)])
    if waits:
        print(f"{arguments.login} 先是窗口人员：{ROLES[arguments.role][0]} 要由大厅管理或安保在“人员”页批准。")
    return 0


def unlock(settings: Settings, arguments: argparse.Namespace) -> int:
    """For the day on which nobody is left who could do it on the page."""
    _insist_on_hall(settings)
    prepare(settings)
    with opened(settings) as db:
        db.write_now(lambda tx: unlock_member(tx, arguments.login, "command line"))
    print(f"{arguments.login} may sign in again")
    return 0


def reset(settings: Settings, arguments: argparse.Namespace) -> int:
    _insist_on_hall(settings)
    prepare(settings)
    with opened(settings) as db:
        password = db.write_now(lambda tx: reset_password(tx, arguments.login, "command line"))
        if arguments.second_factor:
            db.write_now(lambda tx: drop_second(tx, arguments.login, "command line"))
    print(f"first password of {arguments.login} (shown this once, to be changed at the first sign-in): {password}")
    return 0


def gone(settings: Settings, arguments: argparse.Namespace) -> int:
    """Auditors leave here alone: nobody whom they look over lets them go."""
    _insist_on_hall(settings)
    prepare(settings)
    with opened(settings) as db:
        db.write_now(lambda tx: let_go(tx, arguments.login, "command line"))
    print(f"{arguments.login} has left")
    return 0


def make_certificates(settings: Settings, arguments: argparse.Namespace) -> int:
    """Run again it renews: the authority stays, so nobody who trusts it notices."""
    folder = certificates.make(settings, arguments.name, Clock(settings.timezone).now())
    until = certificates.ends(settings)
    print(
        f"{folder}/ca.pem    what browsers and screens are to trust; stations learn it by their code\n"
        f"{folder}/ca.key    needed again only to renew: keep it elsewhere\n"
        f"{folder}/hall.pem  good until {until:%Y-%m-%d}; run this again before\n"
        "set:\n"
        f"ONEDOOR_HALL_TLS_CERTIFICATE={folder}/hall.pem\n"
        f"ONEDOOR_HALL_TLS_KEY={folder}/hall.key\n"
        f"ONEDOOR_HALL_ALLOWED_HOSTS={','.join(arguments.name)}"
    )
    return 0


def enrol(settings: Settings, arguments: argparse.Namespace) -> int:
    prepare(settings)
    mark = certificates.mark_of(settings)
    lifetime, names = timedelta(minutes=settings.enrol_minutes), (arguments.name, arguments.name_en)
    with opened(settings) as db:
        print(db.write_now(lambda tx: enrol_code(tx, *names, "command line", lifetime, arguments.place, mark)))
    return 0


def _lock(arguments: argparse.Namespace, *, make: bool) -> Lock:
    """By ``--key-file``, by the environment, or asked for."""
    if arguments.key_file:
        return key_file(Path(arguments.key_file), make=make)
    text = os.environ.get("ONEDOOR_BACKUP_PASSPHRASE") or getpass.getpass("口令 passphrase: ")
    return passphrase(text)


def backup(settings: Settings, arguments: argparse.Namespace) -> int:
    """Everything into one sealed file, while the hall runs."""
    _insist_on_hall(settings)
    now = Clock(settings.timezone).now()
    with opened(settings) as db:
        revision = db.look(migrations.standing)
        anchor = db.look(audit.Chain(settings.data_dir).anchor)
    target, content = make_backup(settings, Path(arguments.to), _lock(arguments, make=True), now, revision)
    print(f"{target}\n已读回核对：{len(content['tables'])} 张表，{sum(content['tables'].values())} 行")
    print(f"audit anchor: {anchor}\n钥匙或口令请与备份分开保管；两样缺一不可。")
    return 0


def restore(settings: Settings, arguments: argparse.Namespace) -> int:
    """A backup takes the place of what is there; what is there is set aside. A hall that runs goes on."""
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    clock = Clock(settings.timezone)
    done = restore_backup(settings, Path(arguments.source), _lock(arguments, make=False), clock, print)
    print(f"已还原到 {clock.local(done.made):%Y-%m-%d %H:%M:%S}。原来的数据在 {done.aside}。")
    print("正在运行的大厅几秒内自己接着办；没有运行的，现在启动。自助机会把之后的事补报上来，见“自助机”页。")
    return 0


MOST_FAULTS = 50
"""Records of doors that are named one by one."""


def audit_verify(settings: Settings, arguments: argparse.Namespace) -> int:
    _insist_on_hall(settings)
    anchor = audit.read_anchor(arguments.anchor) if arguments.anchor else None
    chain = audit.Chain(settings.data_dir)
    with opened(settings) as db:
        count, head, broken = db.look(lambda conn: chain.verify(conn, anchor))
        if broken is not None:
            print(f"broken at line {broken.id}: {broken.why}", file=sys.stderr)
            return 1
        now, kept = datetime.now(UTC), timedelta(days=settings.doors_days)
        wrong = db.look(lambda conn: list(faults(conn, now, kept)))
    print(f"{count} lines, unbroken; head {head}")
    for one in wrong[:MOST_FAULTS]:
        print(one, file=sys.stderr)
    if wrong:
        print(f"{len(wrong)} records of doors are not as they were told", file=sys.stderr)
        return 1
    print("records of doors: as they were told")
    return 0


def audit_anchor(settings: Settings, _arguments: argparse.Namespace) -> int:
    """To be kept where whoever rules this machine does not."""
    _insist_on_hall(settings)
    with opened(settings) as db:
        print(db.look(audit.Chain(settings.data_dir).anchor))
    return 0


def who_may(_settings: Settings, _arguments: argparse.Namespace) -> int:
    """Of a hall that is opened for this question alone."""
    with tempfile.TemporaryDirectory() as data_dir:
        app = build(load({}, data_dir=Path(data_dir)))
        print(printed(app.state.rooms), end="")
        app.state.kit.db.close()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m hall", description=__doc__)
    parser.add_argument("--data-dir", help="default: var/hall")
    commands = parser.add_subparsers(required=True)
    add = commands.add_parser("serve", help="run the hall; migrates first")
    add.add_argument("--host")
    add.add_argument("--port", type=int)
    add.add_argument("--workers", type=int)
    add.add_argument("--sample", action="store_true", help="fill an empty hall with a made-up one, simulate 随申码")
    add.set_defaults(run=serve)
    commands.add_parser("migrate", help="bring the database to the present").set_defaults(run=migrate)
    add = commands.add_parser("seed", help="fill an empty hall with a made-up one")
    add.add_argument("--without-plan", action="store_true", help="staff and services alone: the plan is to be drawn")
    add.add_argument("--cases", action="store_true", help="and made-up cases of these days")
    add.set_defaults(run=seed)
    add = commands.add_parser("member", help="one more member of staff; prints the first password")
    add.add_argument("--login", required=True)
    add.add_argument("--name", required=True)
    add.add_argument("--role", required=True, choices=list(ROLES))
    add.set_defaults(run=member)
    add = commands.add_parser("unlock", help="let an account sign in again that was locked by wrong passwords")
    add.add_argument("login")
    add.set_defaults(run=unlock)
    add = commands.add_parser("reset", help="a new first password for an account; prints it, ends its sessions")
    add.add_argument("login")
    add.add_argument("--second-factor", action="store_true", help="the telephone is lost: end the second factor too")
    add.set_defaults(run=reset)
    add = commands.add_parser("let-go", help="a member of staff, an auditor too, has left for good")
    add.add_argument("login")
    add.set_defaults(run=gone)
    add = commands.add_parser("certificates", help="the hall's own authority and a certificate by it; again: renew it")
    add.add_argument("--name", required=True, action="append", help="a name or address the hall is reached by; again")
    add.set_defaults(run=make_certificates)
    add = commands.add_parser("enrol", help="print a one-time code for a new station")
    add.add_argument("--name", required=True)
    add.add_argument("--name-en", default="")
    add.add_argument("--place", default="", help="where in the plan it stands: the id of its kiosk place")
    add.set_defaults(run=enrol)
    add = commands.add_parser("backup", help="everything into one sealed file, while the hall runs")
    add.add_argument("to", help="a new file, or a folder")
    add.add_argument("--key-file", help="the key; made if it is not there. Without it a passphrase is used")
    add.set_defaults(run=backup)
    add = commands.add_parser("restore", help="put a backup back; what is there is set aside")
    add.add_argument("source", metavar="from")
    add.add_argument("--key-file", help="the key it was sealed with; without it a passphrase is used")
    add.set_defaults(run=restore)
    keys_command.add_to(commands)
    matters_command.add_to(commands)
    city_command.add_to(commands)
    person_command.add_to(commands)
    trail = commands.add_parser("audit", help="the audit trail").add_subparsers(required=True)
    add = trail.add_parser("verify", help="whether every line follows from the one before")
    add.add_argument("anchor", nargs="?", help="what audit anchor printed then: also whether the end is still there")
    add.set_defaults(run=audit_verify)
    trail.add_parser("anchor", help="number and MAC of the last line, to be kept elsewhere").set_defaults(
        run=audit_anchor
    )
    commands.add_parser("who-may", help="every endpoint and who may call it").set_defaults(run=who_may)
    return parser


def main(argv: list[str] | None = None) -> int:
    arguments = _parser().parse_args(argv)
    given = {key: getattr(arguments, key, None) for key in ("data_dir", "host", "port", "workers")}
    if getattr(arguments, "sample", False):
        given["identity"] = "simulated"
    try:
        return arguments.run(load(**given), arguments)
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    except Problem as problem:
        print(f"{problem.zh} {problem.en}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # who read our words has left; SIGPIPE stays ignored, or a rude client would end the hall
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


if __name__ == "__main__":
    os.umask(0o077)  # what the hall writes is the hall's alone
    sys.exit(main())
