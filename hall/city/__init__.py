"""The city's system: what happened to a case here is told there, once, in the order it happened, for as long as that
takes. It knows rows and nothing of cases; what is to be told lies in reception's outbox, written with what it is about.

The interface (`adapter`) is ours, since the city's present one is not public: a real one takes its place behind
:class:`City`. Rows are sent again under the same key until there is an answer; who stores them must know a key again.
"""

from hall.city.adapter import City, Later, Refused, Row, Serial

__all__ = ["City", "Later", "Refused", "Row", "Serial"]
