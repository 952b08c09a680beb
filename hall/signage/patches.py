"""The difference of two frames as plain data, small enough for one packet.

A patch mirrors the frame: an object holds what changes in an object; for a list, an object with indices as keys changes
items in place, and ``{"~": […]}`` lays it anew, a number standing for the old item of that index. Everything else is
the new value. Numbers stand for themselves in lists of numbers, which are always given whole.
"""

from typing import Any

SAME = object()
ANEW = "~"


def patch(old: Any, new: Any) -> Any:
    """What turns ``old`` into ``new`` (JSON data of one shape); :data:`SAME` if nothing does."""
    if old == new:
        return SAME
    if isinstance(old, dict) and isinstance(new, dict) and old.keys() == new.keys():
        return {key: patch(old[key], one) for key, one in new.items() if old[key] != one}
    if isinstance(old, list) and isinstance(new, list) and not any(isinstance(one, int | float) for one in new):
        return _lists(old, new) if new else new
    return new


def _lists(old: list[Any], new: list[Any]) -> Any:
    """In place where items stay where they are; anew where they have moved; whole where nothing is left of the old."""
    changed = [i for i, one in enumerate(new) if i >= len(old) or one != old[i]]
    if len(old) == len(new) and not any(new[i] in old for i in changed):
        if isinstance(new[0], dict | list):
            return {str(i): patch(old[i], new[i]) for i in changed}
        return new
    laid = [old.index(one) if one in old else one for one in new]
    return {ANEW: laid} if any(isinstance(one, int) for one in laid) else new


def patched(old: Any, change: Any) -> Any:
    """``old`` after ``change``. Raises KeyError, IndexError or ValueError if the change is not for it."""
    if not isinstance(change, dict) or not isinstance(old, dict | list):
        return change
    if isinstance(old, list) and ANEW in change:
        return [old[one] if isinstance(one, int) else one for one in change[ANEW]]
    if isinstance(old, list):
        laid = list(old)
        for key, one in change.items():
            laid[int(key)] = patched(old[int(key)], one)
        return laid
    return old | {key: patched(old[key], one) for key, one in change.items()}
