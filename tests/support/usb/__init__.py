"""A USB bus without hardware: Debian's umockdev shows a /sys and a /dev/bus/usb to the real libusb, and hands every
ioctl on a device's node to us. *devices*: our simulators behind endpoints. *usbfs*: the kernel's side of one node.
*urbs*: its transfers. *bus*: plugging in and out. *fixtures* and *scenes*: tests that run there.

Only a process that umockdev was preloaded into sees that bus, so the tests are *scenes*, run in a pytest of their own.
"""
