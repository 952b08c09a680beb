"""Hypothesis for a machine that may be busy: how long one example takes says nothing about our code."""

import os

from hypothesis import HealthCheck, settings

settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

# Tests start many processes. Where the environment forbids to keep compiled code, each would compile the world again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

pytest_plugins = ["tests.support.speeds", "tests.support.browser", "tests.support.quiet"]
