"""The slip is out, or was looked up: number, wait, window."""
