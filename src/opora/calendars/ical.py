"""A calendar as RFC 5545 writes it. Pure functions.

Written here and not by the library `icalendar`: nothing is read, and one kind of component with ten properties
needs no more than folding, escaping and two kinds of dates.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from opora.diary import Entry

LINE_OCTETS = 75
PRODUCT = "-//Opora//Calendar//RU"
#: how often a program is asked to look again; many look more often
EVERY = "PT1H"
# no end of an hour is known: without a length programs draw nothing one could press
HOUR = "PT1H"

_DAY = timedelta(days=1)
# what no text of a calendar may hold, the tabulator apart
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def written(entries: Sequence[Entry], *, name: str, host: str, address: str, stamp: datetime) -> str:
    """The whole calendar. `host` makes the names of events the world's own, `address` the links; `stamp` is
    when it became as it is."""
    lines = [
        *("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN"),
        *(f"X-WR-CALNAME:{text(name)}", f"NAME:{text(name)}"),
        *(f"REFRESH-INTERVAL;VALUE=DURATION:{EVERY}", f"X-PUBLISHED-TTL:{EVERY}"),
    ]
    for entry in entries:
        lines += _event(entry, host, address, stamp)
    return "".join(f"{folded(line)}\r\n" for line in [*lines, *_filling(entries), "END:VCALENDAR"])


def _event(entry: Entry, host: str, address: str, stamp: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{text(entry.key)}@{host}"
    yield f"DTSTAMP:{_moment(stamp)}"
    yield from _when(entry)
    yield f"SUMMARY:{text(entry.title)}"
    yield f"CATEGORIES:{text(entry.kind)}"
    if entry.place:
        yield f"LOCATION:{text(entry.place)}"
    yield f"URL:{address}{entry.url}"
    yield f"STATUS:{'CANCELLED' if entry.is_cancelled else 'CONFIRMED'}"
    if entry.starts_at is None:
        yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _when(entry: Entry) -> Iterator[str]:
    """An hour of one day as a moment of the world's time; days by their dates, the end is the day after."""
    if entry.starts_at is not None and entry.last <= entry.first:
        yield f"DTSTART:{_moment(entry.starts_at)}"
        yield f"DURATION:{HOUR}"
        return
    last = min(max(entry.first, entry.last), date.max - _DAY)
    yield f"DTSTART;VALUE=DATE:{_day(entry.first)}"
    yield f"DTEND;VALUE=DATE:{_day(last + _DAY)}"


def _filling(entries: Sequence[Entry]) -> Iterable[str]:
    """A calendar without any component is none: where there is no event, the world's time stands for it."""
    if entries:
        return ()
    return (
        *("BEGIN:VTIMEZONE", "TZID:UTC", "BEGIN:STANDARD", "DTSTART:19700101T000000"),
        *("TZOFFSETFROM:+0000", "TZOFFSETTO:+0000", "END:STANDARD", "END:VTIMEZONE"),
    )


def _day(day: date) -> str:
    return day.isoformat().replace("-", "")


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ").rjust(16, "0")


def text(value: str) -> str:
    """A value of the type TEXT."""
    value = _CONTROL.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    value = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return value.replace("\n", "\\n")


def folded(line: str) -> str:
    """No line longer than 75 octets, no letter torn in two."""
    rows, row, octets = [], "", 0
    for letter in line:
        size = len(letter.encode())
        if octets + size > LINE_OCTETS:
            rows.append(row)
            row, octets = " ", 1
        row += letter
        octets += size
    return "\r\n".join([*rows, row])
