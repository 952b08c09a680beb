"""A door as hands find it, for the simulators: what opens it, and what is wired beside all software."""

_EXIT_TIME = 5.0  # what the door's own wiring releases for
_TAP = 0.4  # how long a hand stays on a button


class SimulatedDoor:
    """It opens to a ``push`` while its relay is drawn, for a time after the exit button, and while there is fire: the
    last two by wire, whatever the software does. ``stuck``: its contact says shut, however it stands."""

    def __init__(self) -> None:
        self.open = self.exit = self.fire = self.stuck = False
        self._exit_until = self._tapped_until = 0.0

    def drawn(self, now: float) -> bool:
        """The relay that holds its lock is drawn."""
        raise NotImplementedError

    def push(self, now: float) -> bool:
        """Somebody pushes the door. True if it is open then."""
        self.open = self.open or self.free(now)
        return self.open

    def force(self, now: float) -> None:
        self.open = True

    def shut(self, now: float) -> None:
        self.open = False

    def press_exit(self, now: float, pressed: bool = True) -> None:
        self.exit = pressed
        self._exit_until = max(self._exit_until, now + _EXIT_TIME)

    def tap_exit(self, now: float) -> None:
        """Press and let go, as a hand does."""
        self.press_exit(now, False)
        self._tapped_until = now + _TAP

    def pressed(self, now: float) -> bool:
        return self.exit or now < self._tapped_until

    def set_fire(self, now: float, fire: bool = True) -> None:
        self.fire = fire

    def free(self, now: float) -> bool:
        """The lock does not hold."""
        return self.fire or now < self._exit_until or self.drawn(now)

    def says_shut(self) -> bool:
        """What its contact says."""
        return self.stuck or not self.open
