"""The keys of a station: under which it says who somebody is, with which it signs, and how both come to an end. Asked
by the stations' own files alone."""
