"""The queue: services with letters, numbers from A001 each business day, calls. Never the same number twice, never
called twice. Stations come in through ``service`` (orders, blocks, what became of a slip); windows and boards through
``routes``."""

from hall.queue.mine import live_numbers
from hall.queue.people import People, forget_people
from hall.queue.service import Queue, Service

__all__ = ["People", "Queue", "Service", "forget_people", "live_numbers"]
