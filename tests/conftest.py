"""Hypothesis for a machine that may be busy: how long one example takes says nothing about our code."""

from hypothesis import HealthCheck, settings

settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")
