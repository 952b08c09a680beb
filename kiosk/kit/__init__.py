"""What every errand needs and none owns: views (what the glass shows), floors and ways, the tools of the station.

``views`` and ``floor`` are loaded before the first picture and know the standard library alone.
"""
