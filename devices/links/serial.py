"""A serial port, 8N1, opened for us alone."""

import errno
import os
import termios
from functools import partial

import serial

from devices.errors import Unplugged
from devices.link import LinkFactory
from devices.links.descriptor import DescriptorLink


def open_serial(path: str, baud: int = 115200) -> DescriptorLink:
    """Open ``path`` exclusively, without flow control, and throw away what had piled up before.

    Raises ``Unplugged`` while the port is missing, held by another program, or no serial port at all.
    """
    try:
        port = serial.Serial(path, baud, timeout=0, write_timeout=0, exclusive=True)
        _tell_silence_from_a_hangup(port.fileno())
    except (OSError, ValueError, termios.error) as error:
        raise Unplugged(f"cannot open {path}: {_why(error)}") from error
    return DescriptorLink(port.fileno(), port.close, path)


def _why(error: Exception) -> str:
    """pyserial's own sentences hold the number, the path and the sentence once more."""
    number = error.errno if isinstance(error, OSError) else error.args[0] if error.args else None
    match number:
        case errno.EACCES | errno.EPERM:
            return "this user may not (is it in the group dialout?)"
        case errno.EAGAIN | errno.EBUSY:
            return "another program has it"
        case errno.ENOTTY | errno.EINVAL:
            return "it is no serial port"
        case int():
            return os.strerror(number)
    return "it is no serial port" if "configure" in str(error) else str(error)


def _tell_silence_from_a_hangup(descriptor: int) -> None:
    """pyserial sets VMIN 0, with which a read of nothing looks like the end of file (termios(3)); VMIN 1 does not."""
    attributes = termios.tcgetattr(descriptor)
    attributes[6][termios.VMIN] = 1
    termios.tcsetattr(descriptor, termios.TCSANOW, attributes)


def serial_factory(path: str, baud: int = 115200) -> LinkFactory:
    return partial(open_serial, path, baud)
