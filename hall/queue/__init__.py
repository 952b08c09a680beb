"""The queue: services with letters, numbers from A001 each business day, calls. Never the same number twice, never
called twice. Stations come in through ``service`` (orders, blocks, what became of a slip); windows and boards through
``routes``."""

from hall.queue.kept import Kept, erase, kept_of, marks_of
from hall.queue.mine import live_numbers
from hall.queue.people import People, forget_people
from hall.queue.service import Queue, Service

__all__ = [
    "Kept",
    "People",
    "Queue",
    "Service",
    "erase",
    "forget_people",
    "kept_of",
    "live_numbers",
    "marks_of",
]
