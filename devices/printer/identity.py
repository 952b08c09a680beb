"""What a printer says it is, and which profile follows from it: the one place, for the driver and for the probe."""

from dataclasses import dataclass, replace
from typing import Literal, get_args

from devices.printer.profiles import Charset, Profile, recognise, unknown


@dataclass(frozen=True)
class Identity:
    """Its answers to ``GS I`` 65, 66, 67 and 69. None: not asked, or no answer."""

    firmware: str | None = None
    maker: str | None = None
    model: str | None = None
    font: str | None = None
    """Its Chinese font, if any: ``CHINA GB18030``, ``KANJI JAPANESE`` …"""


@dataclass(frozen=True)
class Choice:
    """The profile a printer is treated by, and why. ``known_as``: the profile of the model it names, if we have one."""

    profile: Profile
    why: Literal["setting", "model", "unknown"]
    identity: Identity = Identity()
    known_as: Profile | None = None

    @property
    def contradicts(self) -> bool:
        """It says that it is another model than the setting. The setting wins; somebody should look."""
        return self.why == "setting" and self.known_as is not None and self.known_as.name != self._of_model()

    def sentence(self) -> str:
        """For the staff log and the probe."""
        told = self.identity.model
        if self.contradicts:
            assert self.known_as is not None
            return f"set to {self.profile.name}, but it calls itself {told!r}, which we know as {self.known_as.name}"
        match self.why:
            case "setting":
                return f"{self.profile.name}, by setting"
            case "model":
                return f"{self.profile.name}, by what it calls itself"
            case "unknown":
                return f"none for {told!r}" if told else "it does not say what it is"

    def _of_model(self) -> str | None:
        """A profile written by the probe bears a name of its own and the model's."""
        meant = recognise(self.profile.model) if self.profile.model else None
        return meant.name if meant else self.profile.name


def choose(setting: Profile | None, identity: Identity) -> Choice:
    """A setting always wins; else the model it names, if we know it beyond doubt; else the careful profile."""
    known = recognise(identity.model or "")
    if setting is not None:
        return Choice(setting, "setting", identity, known)
    chosen = known or unknown(identity.model)
    return Choice(_narrowed(chosen, identity.font), "model" if known else "unknown", identity, known)


def _narrowed(profile: Profile, font: str | None) -> Profile:
    """Country models of one name differ in their fonts. What it says of its font may take characters away from an
    assumed charset (they are drawn then), never add any."""
    if not font or "charset" in profile.checked:
        return profile
    sizes: tuple[Charset, ...] = get_args(Charset)
    plain = "".join(char for char in font.upper() if char.isalnum())
    if any(name in plain for name in _NOT_CHINESE):
        return replace(profile, charset="ascii")
    told = next((size for size in reversed(sizes) if size.upper() in plain), profile.charset)
    return replace(profile, charset=min(profile.charset, told, key=sizes.index))


_NOT_CHINESE = ("JAPAN", "KOREA", "KSC", "BIG5", "TAIWAN", "THAI", "SJIS")
"""In what printers of other countries answer. What is neither these nor a GB set says nothing."""
