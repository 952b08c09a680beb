"""However many wait to be let in, a few are at a time, and all of them in the end."""

import socket
from contextlib import suppress

from hall.kit.listening import AT_A_TIME, Listening


def let_in(listening: Listening) -> int:
    count = 0
    with suppress(BlockingIOError):
        while True:
            listening.accept()[0].close()
            count += 1
    return count


def test_a_few_are_let_in_at_a_time_and_nobody_is_lost():
    callers = [socket.socket() for _ in range(2 * AT_A_TIME + 1)]
    with Listening.of(socket.create_server(("127.0.0.1", 0), backlog=64)) as listening:
        listening.setblocking(False)
        for caller in callers:
            caller.connect(listening.getsockname())
        assert [let_in(listening) for _ in range(3)] == [AT_A_TIME, AT_A_TIME, 1]
    for caller in callers:
        caller.close()
