"""The gate at pymodbus's own server, over TCP and over a serial line; and pymodbus's own client at our simulator."""

import time

import pytest
from pymodbus.client import ModbusTcpClient

from devices.bench.tcp import TcpHost
from devices.gate.gate import Decision, FireInput, NotPassed, Passed, Released
from devices.gate.relay.modules import DAM
from devices.gate.relay.simulator import RelaySimulator
from devices.open import open_gate
from tests.support.modbus import serial_board, tcp_board
from tests.support.wires import await_event, nothing_said

BOARDS = {"serial": serial_board, "tcp": tcp_board}


@pytest.mark.parametrize("link", BOARDS)
def test_a_door_opens_at_pymodbus_server(link):
    with BOARDS[link]() as board:
        gate = open_gate(f"relay+{link}:{board.address}?module=dam&exit=2&fire=3&relay=2")
        while gate.inputs() is None:
            assert gate.poll() is None
        decision = Decision("e1", "p1", "test", time.monotonic())
        assert gate.unlock(1.0, decision) == Released(decision)
        board.inputs[0] = False
        assert await_event(gate.poll, Passed).decision is decision
        board.inputs[0] = True
        assert nothing_said(gate.poll, 0.3)
        second = Decision("e2", "p1", "test", time.monotonic())
        gate.unlock(0.5, second)
        assert await_event(gate.poll, NotPassed).decision is second
        board.inputs[2] = False
        assert await_event(gate.poll, FireInput).active
        gate.close()
    assert board.writes() == [(16, 8, [4, 10]), (16, 8, [4, 5])]  # two pulses of relay 2, and nothing else ever


def test_pymodbus_client_works_our_simulator():
    host = TcpHost(RelaySimulator(DAM, "tcp"))
    client = ModbusTcpClient("127.0.0.1", port=int(host.address.rpartition(":")[2]))
    assert client.connect()
    assert client.read_discrete_inputs(0, count=8, device_id=1).bits[:3] == [True, False, True]
    assert not client.write_registers(3, [4, 20], device_id=1).isError()
    assert client.read_coils(0, count=8, device_id=1).bits == [True] + [False] * 7
    assert client.read_coils(0, count=9, device_id=1).exception_code == 2
    assert client.read_holding_registers(0, count=1, device_id=1).exception_code == 1
    client.close()
    host.stop()
