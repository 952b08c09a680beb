"""Stations: who they are, the snapshot that goes out, the reports that come in, their health. The only room kiosks talk
to; what a report causes elsewhere is wired in ``hall.app``."""

from hall.stations.keys.store import of_stations as keys_of_stations
from hall.stations.needs import Needs
from hall.stations.reports import Actions
from hall.stations.service import StationSeen, enrol_code

__all__ = ["Actions", "Needs", "StationSeen", "enrol_code", "keys_of_stations"]
