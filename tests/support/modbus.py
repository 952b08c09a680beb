"""pymodbus's own server as a relay board: a witness that shares no code with ours. TCP, or RTU on a serial line made of
two ptys."""

import asyncio
import contextlib
import os
import select
import threading
import tty
from collections.abc import Iterator
from dataclasses import dataclass, field

from pymodbus.framer import FramerType
from pymodbus.server import ModbusSerialServer, ModbusTcpServer
from pymodbus.simulator import DataType, SimData, SimDevice


@dataclass
class Board:
    """``inputs`` may be changed at any time; ``asked`` is (function, address, values written) in order."""

    address: str = ""
    inputs: list[bool] = field(default_factory=lambda: [True, False, True, False, False, False, False, False])
    asked: list[tuple[int, int, list[int]]] = field(default_factory=list)

    async def act(self, function, start, address, count, registers, values):
        """pymodbus calls this at every access, with the registers it will answer from."""
        self.asked.append((function, address, list(values or [])))
        if function == 2:
            packed = sum(bit << at for at, bit in enumerate(self.inputs))
            registers[0] = packed
        return None  # noqa: RET501 - no exception code

    def device(self) -> SimDevice:
        bits = [SimData(0, count=16, values=False, datatype=DataType.BITS)]
        words = [SimData(0, count=32, values=0, datatype=DataType.REGISTERS)]
        return SimDevice(1, (bits, [SimData(0, count=16, values=False, datatype=DataType.BITS)], words, words),
                         action=self.act)  # fmt: skip

    def writes(self) -> list[tuple[int, int, list[int]]]:
        return [one for one in self.asked if one[2]]


@contextlib.contextmanager
def tcp_board() -> Iterator[Board]:
    board = Board()

    async def start():
        server = ModbusTcpServer(board.device(), framer=FramerType.SOCKET, address=("127.0.0.1", 0))
        await server.serve_forever(background=True)
        return server

    with _loop() as run:
        server = run(start())
        board.address = f"127.0.0.1:{server.transport.sockets[0].getsockname()[1]}"
        yield board
        run(server.shutdown())


@contextlib.contextmanager
def serial_board() -> Iterator[Board]:
    board = Board()
    with _line() as (near, far), _loop() as run:

        async def start():
            server = ModbusSerialServer(board.device(), framer=FramerType.RTU, port=far, baudrate=9600)
            await server.serve_forever(background=True)
            return server

        server = run(start())
        board.address = near
        yield board
        run(server.shutdown())


@contextlib.contextmanager
def _loop():
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield lambda task: asyncio.run_coroutine_threadsafe(task, loop).result(10)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@contextlib.contextmanager
def _line() -> Iterator[tuple[str, str]]:
    """A null-modem cable: the two ends as paths."""
    pairs = [os.openpty() for _ in range(2)]
    for pair in pairs:
        tty.setraw(pair[1])
    stop_read, stop_write = os.pipe()

    def carry():
        masters = {pairs[0][0]: pairs[1][0], pairs[1][0]: pairs[0][0]}
        while True:
            ready, _, _ = select.select([*masters, stop_read], [], [])
            if stop_read in ready:
                return
            for descriptor in ready:
                os.write(masters[descriptor], os.read(descriptor, 4096))

    thread = threading.Thread(target=carry, daemon=True)
    thread.start()
    try:
        yield os.ttyname(pairs[0][1]), os.ttyname(pairs[1][1])
    finally:
        os.write(stop_write, b"!")
        thread.join()
        for descriptor in (*pairs[0], *pairs[1], stop_read, stop_write):
            os.close(descriptor)
