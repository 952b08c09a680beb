"""Screens in the hall as queries over the plan. Managers come in through ``routes`` and the pages; players (any browser
opened at /screen) through ``wire``, the one WebSocket.

``frames`` makes what a screen shows (pure), ``feed`` notices that it changed, ``hub`` brings the latest to every
connected screen, ``signing`` signs it, ``patches`` keeps it short on the wire, ``records`` keeps what was on the glass.
``compiler`` (pure) says what is wrong with a plan before anybody is sent the wrong way.
"""
