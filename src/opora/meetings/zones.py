"""The eleven zones of the country: a meeting is told in the time of the place where it is held.

An empty zone is the installation's own (`OPORA_TIME_ZONE`). Offsets from Moscow by Federal Law 107-FZ of 03.06.2011
as amended; the days of a meeting lie in years in which they do not change.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from opora.catalogues.local_time import ZONES

__all__ = ["ZONES", "local", "zone", "zone_words"]

_TITLES = dict(ZONES)


def zone(name: str) -> ZoneInfo:
    """The zone of this name; the installation's for an empty one."""
    return ZoneInfo(name or settings.TIME_ZONE)


def local(moment: datetime, name: str) -> datetime:
    return timezone.localtime(moment, zone(name))


def zone_words(name: str) -> str:
    """«Иркутск, МСК+5»; nothing for the installation's own zone, which needs no telling."""
    return "" if name in {"", settings.TIME_ZONE} else _TITLES.get(name, name)
