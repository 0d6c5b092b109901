"""A meeting is told in the time of the place where it is held."""

from opora.catalogues.local_time import ZONES, local, zone, zone_words

__all__ = ["ZONES", "local", "zone", "zone_words"]
