"""Through the gate beside this kiosk: a pass shown or a card laid, and the way to the room."""
