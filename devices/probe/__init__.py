"""Will this machine serve? What ``python -m devices list`` and ``probe`` find out, for whoever installs it.

``listing`` looks at what is plugged in and touches nothing. ``printer`` (with ``page``, the commissioning page, and
``hands``, what a technician does to it), ``idcard``, ``scanner``, ``gate`` talk to one device and say what they heard
in ``findings``. Nobody of ours comes in but ``devices.__main__``.
"""
