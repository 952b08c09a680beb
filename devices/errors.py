"""What can go wrong on a wire, named by what the caller can do about it."""


class DeviceError(Exception):
    """Base of all. ``str(error)`` is a plain English sentence for the staff log, without personal data."""


class Unplugged(DeviceError):
    """The link is gone: no such port, connection refused, cable pulled. The driver reconnects by itself."""


class Silent(DeviceError):
    """The link stands but no complete answer came before the deadline."""


class Garbled(DeviceError):
    """Bytes came that are not a valid frame: wrong checksum, impossible length, a nonsense status."""


class Refused(DeviceError):
    """The device understood and said no. ``code`` is its own status code, as an integer."""

    def __init__(self, sentence: str, code: int) -> None:
        super().__init__(sentence)
        self.code = code
