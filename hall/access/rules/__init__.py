"""The rules set up: doors, groups of doors, hours and the hall's calendar, as one document with revisions. A change is
proposed by one, shown as who gains and who loses which door when, and published by another."""

from hall.access.rules.service import RulesBook

__all__ = ["RulesBook"]
