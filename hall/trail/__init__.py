"""The auditor's room: the trail is read, verified, anchored, taken along, and sent to another machine. It changes
nothing but the trail itself: who looked is written down too."""
