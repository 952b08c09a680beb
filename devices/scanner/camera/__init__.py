"""Codes seen by a camera: ``decode`` (a frame → its codes), ``driver`` (the scanner's role), ``simulator`` (frames
without a camera). ``devices.open`` and the bench come in; NumPy and OpenCV are not imported before the first frame."""
