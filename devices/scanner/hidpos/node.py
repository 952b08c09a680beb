"""The kernel's device nodes of a scanner: /dev/input/eventN, and /dev/hidrawN.

By hand, not by python-evdev: it comes as source alone, so that every terminal would need a compiler and kernel headers,
and of it we would use one ioctl and one struct.
"""

import fcntl
import os
from functools import partial

from devices.errors import Unplugged
from devices.link import LinkFactory
from devices.links.descriptor import DescriptorLink

EVIOCGRAB = 0x40044590
"""<linux/input.h>: ``_IOW('E', 0x90, int)``. Events then come to us alone: a code typed into whatever has the focus
would be somebody's pass on the screen."""


def open_node(path: str, grab: bool) -> DescriptorLink:
    """``grab`` for event devices. Raises ``Unplugged`` while there is no such node or another program has it."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    except OSError as error:
        raise Unplugged(f"cannot open {path}: {error.strerror}") from error
    try:
        if grab:
            fcntl.ioctl(descriptor, EVIOCGRAB, 1)
    except OSError as error:
        os.close(descriptor)
        raise Unplugged(f"cannot have {path} for us alone: {error.strerror}") from error
    return DescriptorLink(descriptor, partial(os.close, descriptor), path)


def node_factory(path: str, grab: bool) -> LinkFactory:
    return partial(open_node, path, grab)
