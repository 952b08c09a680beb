"""What the hall holds in memory stays there (GB/T 22239-2019, 8.1.4.2): people's keyed hashes, sessions, the subject
key."""

import ctypes
import logging
import resource

log = logging.getLogger(__name__)

PR_SET_DUMPABLE = 4


def keep_memory() -> None:
    """No core file, and no other program of this user that reads it. Each process says it for itself: a core that goes
    to a pipe minds no limit, and a started program does not inherit the rest (prctl(2), core(5))."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0:
        log.warning("this program's memory can be read by other programs of the same user")
