"""Doors with readers. ``door`` is the role and its words: a gate (``devices.gate``) whose readers, tamper contact and
own memory are known too; ``card`` what a reader's bits mean.

Who may come in: whoever may drive a gate. Getting *out* never depends on anything here.
"""
