"""By whose clock a territory lives: a day begins in Kamchatka nine hours before it does in Moscow.

Terms end with the day of the place. Who acts has the time of their place (`Capacity.time_zone`), found in the same
query as their rights; a request, a digest and a subscribed calendar are worked off by it. What has an hour at a
place is told in that place's time, with its name. An empty zone is the installation's own (`OPORA_TIME_ZONE`).
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from opora.catalogues.kinds import Field, Kind

#: names of the tz database; offsets from Moscow by Federal Law 107-FZ of 03.06.2011 as amended
ZONES: tuple[tuple[str, str], ...] = (
    ("Europe/Kaliningrad", "Калининград, МСК−1"),
    ("Europe/Moscow", "Москва, МСК"),
    ("Europe/Samara", "Самара, МСК+1"),
    ("Asia/Yekaterinburg", "Екатеринбург, МСК+2"),
    ("Asia/Omsk", "Омск, МСК+3"),
    ("Asia/Krasnoyarsk", "Красноярск, МСК+4"),
    ("Asia/Irkutsk", "Иркутск, МСК+5"),
    ("Asia/Yakutsk", "Якутск, МСК+6"),
    ("Asia/Vladivostok", "Владивосток, МСК+7"),
    ("Asia/Magadan", "Магадан, МСК+8"),
    ("Asia/Kamchatka", "Камчатка, МСК+9"),
)
_TITLES = dict(ZONES)


def zone(name: str) -> ZoneInfo:
    """The zone of this name; the installation's for an empty one."""
    return ZoneInfo(name or settings.TIME_ZONE)


def local(moment: datetime, name: str) -> datetime:
    return timezone.localtime(moment, zone(name))


def zone_words(name: str) -> str:
    """«Иркутск, МСК+5»; nothing for the installation's own zone, which needs no telling."""
    return "" if name in {"", settings.TIME_ZONE} else _TITLES.get(name, name)


CODE, NAME = "local-time", "clock"
KIND = Kind(
    code=CODE,
    title="Местное время",
    about=(
        "По чьим часам кончается день: когда срок прошёл, какое сегодня число, какой час стоит в записях. Регион "
        "в другом часовом поясе делает свою копию и выбирает своё время; муниципалитет может выбрать другое."
    ),
    fields=(
        Field(
            "zone", "Чьё время", "choice", required=False, choices=ZONES,
            help="Пусто: часы сервера, на котором стоит Опора.",
        ),
    ),
)  # fmt: skip
