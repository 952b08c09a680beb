"""Doors and gates. ``gate`` is the role and its words, ``passage`` what a door's contact means after an unlock (pure,
for every dialect), ``relay`` a coil relay with inputs over Modbus.

Who may come in: whoever may drive a gate. Getting *out* never depends on anything here: exit button and fire contact
release the lock by wire; software mirrors and records them.
"""
