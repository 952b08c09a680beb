"""What has been kept long enough is forgotten at night: ``docs/retention.md`` says what, when and why. Which rows those
are each room knows; this one knows when, and that they go in small parts."""

from hall.retention.service import Rule

__all__ = ["Rule"]
