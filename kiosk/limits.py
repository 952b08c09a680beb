"""What the operating system allows this program, set and checked before anything else: files enough for the alarm line
and the rest, no core file with a visitor's number in it, and nobody else who reads its memory (GB/T 22239, 8.1.4.2)."""

import ctypes
import logging
import resource

log = logging.getLogger(__name__)

FILES = 4096
"""Files wanted at most; the hall's screens need one each."""

OURS = 256
"""Of which the kiosk itself needs: devices, ledger, fonts, the glass, and some to spare."""

PR_SET_DUMPABLE = 4


def set_limits(lines: int) -> int:
    """Returns how many lines of ``lines`` there is room for; says so where that is fewer."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0:
        log.warning("this program's memory can be read by other programs of the same user")
    room = max(0, min(lines, soft - OURS))
    if room < lines:
        log.warning("%d open files are allowed: the alarm line has room for %d screens, not %d", soft, room, lines)
    return room
