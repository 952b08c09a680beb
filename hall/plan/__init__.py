"""The building, as far as the queue needs it: service windows, where they are and which services they serve. One
revision counts every change. Any trade may ask; what people read is drawn from here at the moment of drawing."""

from hall.plan.service import Plan, Window, place_windows

__all__ = ["Plan", "Window", "place_windows"]
