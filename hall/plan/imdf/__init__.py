"""Drawings of others: IMDF, the OGC Indoor Mapping Data Format (OGC 20-094, version 1.0.0), read into a draft.

``archive`` reads the files, ``translating`` makes a plan of them and says what it could not take over.
"""

from hall.plan.imdf.translating import read_imdf

__all__ = ["read_imdf"]
