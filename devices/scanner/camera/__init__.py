"""Codes seen by a camera: ``decode`` (a frame → its codes), ``driver`` (the scanner's role), ``simulator`` (frames without
a camera). Only ``devices.open`` and the bench come in; NumPy and OpenCV are imported no earlier than the first frame."""
