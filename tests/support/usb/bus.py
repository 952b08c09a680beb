"""Plugging devices into the bus that umockdev shows, and pulling them out."""

import os
import shutil
import sys
import warnings
from pathlib import Path
from typing import Any

from tests.support.usb.devices import Wire
from tests.support.usb.usbfs import Node

sys.path.append("/usr/lib/python3/dist-packages")  # Debian's python3-gi is not on PyPI as a wheel
with warnings.catch_warnings():
    warnings.simplefilter("ignore", ImportWarning)  # Debian 12's python3-gi has an importer of the old kind
    import gi

    gi.require_version("UMockdev", "1.0")
    from gi.repository import UMockdev

_ROOT_HUB = """P: /devices/pci0/usb1
N: bus/usb/001/001
E: SUBSYSTEM=usb
E: DEVTYPE=usb_device
E: DEVNAME=/dev/bus/usb/001/001
E: BUSNUM=001
E: DEVNUM=001
A: busnum=1\\n
A: devnum=1\\n
A: speed=480\\n
A: bConfigurationValue=1\\n
A: bDeviceClass=09\\n
A: idVendor=1d6b\\n
A: idProduct=0002\\n
H: descriptors=12010002090000406B1D0200000503020101090219000101004001090400000109000000070581030400FF
"""


class Bus:
    """``plug`` gives the node under which a device is; ``unplug`` takes it away, with every file open on it."""

    def __init__(self) -> None:
        self._bed = UMockdev.Testbed.new()
        self.root: str = self._bed.get_root_dir()
        os.chmod(self.root, 0o755)  # so that somebody without rights can look, and be refused by the node alone
        self._bed.add_from_string(_ROOT_HUB)
        self._number = 1
        self._plugged: dict[str, tuple[int, Node, Any, Wire]] = {}

    def plug(self, wire: Wire, port: str = "1-2", driver: str | None = None) -> Node:
        """``driver``: the kernel driver bound to interface 0."""
        self._number += 1
        path = f"/dev/bus/usb/001/{self._number:03d}"
        self._bed.add_from_string(self._records(wire, port, path))
        node = Node(Path(self.root + path), wire, {0: driver} if driver else {})
        handler = UMockdev.IoctlBase.new()
        handler.connect("handle-ioctl", lambda _, client: node.ioctl(client))
        self._bed.attach_ioctl(path, handler)
        self._plugged[port] = self._number, node, handler, wire
        self._bed.uevent(f"/sys/devices/pci0/usb1/{port}", "add")
        return node

    def unplug(self, port: str = "1-2") -> None:
        number, node, _, _ = self._plugged.pop(port)
        node.vanish()
        path = f"/sys/devices/pci0/usb1/{port}"
        self._bed.uevent(path, "remove")
        self._bed.detach_ioctl(f"/dev/bus/usb/001/{number:03d}")
        self._bed.remove_device(f"{path}/{port}:1.0")
        self._bed.remove_device(path)
        shutil.rmtree(self.root + path, ignore_errors=True)  # umockdev 0.17 leaves some of its files behind

    @property
    def ports(self) -> set[str]:
        """Where something is plugged in."""
        return set(self._plugged)

    def node_path(self, port: str = "1-2") -> str:
        """The file that stands for the node, for its rights to be changed."""
        return f"{self.root}/dev/bus/usb/001/{self._plugged[port][0]:03d}"

    def stop(self) -> None:
        for port, (_, _, _, wire) in list(self._plugged.items()):
            self.unplug(port)
            wire.stop()

    def _records(self, wire: Wire, port: str, path: str) -> str:
        one = wire.identity
        return f"""P: /devices/pci0/usb1/{port}
N: {path.removeprefix("/dev/")}
E: SUBSYSTEM=usb
E: DEVTYPE=usb_device
E: DEVNAME={path}
E: BUSNUM=001
E: DEVNUM={self._number:03d}
A: busnum=1\\n
A: devnum={self._number}\\n
A: speed=12\\n
A: bConfigurationValue=1\\n
A: bDeviceClass=00\\n
A: idVendor={one.vendor:04x}\\n
A: idProduct={one.product:04x}\\n
A: manufacturer={one.maker}\\n
A: product={one.name}\\n
A: serial={one.serial}\\n
H: descriptors={one.descriptors().hex()}

P: /devices/pci0/usb1/{port}/{port}:1.0
E: SUBSYSTEM=usb
E: DEVTYPE=usb_interface
A: bInterfaceNumber=00\\n
A: bInterfaceClass={one.alternatives[0].kind[0]:02x}\\n
A: bInterfaceSubClass={one.alternatives[0].kind[1]:02x}\\n
A: bInterfaceProtocol={one.alternatives[0].kind[2]:02x}\\n
"""
