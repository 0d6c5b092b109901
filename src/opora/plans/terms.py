"""Terms of plans: what `cycles.periods` reads, and what writers of plans do to dates. Pure.

«22 04 2021» is a date, «2021г.» a year; two rhythms for two stages in one cell are not one rhythm, so such a
term stays words.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from opora.cycles.periods import Period, Rhythm, parse
from opora.ordering import folded

_YEAR_MARK = re.compile(r"(\d{4})\s*(?:гг?|год[ау]?|годы)\b\.?", re.IGNORECASE)
_BLANK_DATE = re.compile(r"\b(\d{1,2})[ ,](\d{2})[ .,](\d{4})\b")
_DIGITS = re.compile(r"\b\d{1,2}\.\d{1,2}\b")
_FULL = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})\b")
_TWICE = re.compile(r"раз\w*\s+в\b|ежедневн|еженедельн|ежемесячн|ежеквартальн", re.IGNORECASE)
_RANGE = re.compile(r"^\W*(?:по|до|[-–—])\W*$|^\W*[-–—]?\s*по\W*$")
_EVERY = (Rhythm.DAILY, Rhythm.WEEKLY, Rhythm.MONTHLY, Rhythm.QUARTERLY, Rhythm.YEARLY)


@dataclass(frozen=True, slots=True)
class Term:
    """A term as read.

    `starts` is empty for «до …», `ends` for «с …»; a rhythm without days of its own has those of the year and
    `is_stated` False. `begins_by` is the last day on which it may begin: «март» may begin on any day of March,
    «10.03–15.03» on the 10th alone; empty where nothing is said. `is_reversed`: it ends before it starts.
    """

    text: str
    starts: date | None
    ends: date | None
    rhythm: Rhythm
    is_understood: bool
    is_stated: bool
    begins_by: date | None
    is_reversed: bool = False

    @property
    def repeats(self) -> bool:
        return self.rhythm not in (Rhythm.ONCE, Rhythm.THROUGHOUT)


def read(text: str, within: tuple[date, date]) -> Term:
    """Never raises: what cannot be read is words, `is_understood` False. An empty term is understood."""
    words = " ".join(text.split())
    plain = _BLANK_DATE.sub(r"\1.\2.\3", _YEAR_MARK.sub(r"\1", words))
    period = parse(plain, within=within)
    two_rhythms = len(_TWICE.findall(folded(words))) > 1 and period.rhythm in _EVERY
    reversed_ = _is_reversed(plain)
    if not period.understood or two_rhythms:
        return Term(words, None, None, Rhythm.ONCE, not words, False, None, reversed_)
    stated = _is_stated(period, within)
    return Term(
        text=words,
        starts=min((s.first for s in period.spans if s.first), default=None),
        ends=max((s.last for s in period.spans if s.last), default=None),
        rhythm=period.rhythm,
        is_understood=True,
        is_stated=stated,
        begins_by=_begins_by(period, plain) if stated else None,
        is_reversed=reversed_,
    )


def _is_stated(period: Period, within: tuple[date, date]) -> bool:
    """The words name days; the bounds of the year are put where they name none."""
    if not period.spans:
        return False
    only = period.spans[0]
    whole = len(period.spans) == 1 and (only.first, only.last) == within
    return not (whole and period.rhythm is not Rhythm.ONCE)


def _begins_by(period: Period, plain: str) -> date | None:
    first = min(period.spans, key=lambda s: s.first or s.last or date.max)
    if first.first is None:
        return first.last
    is_month = first.first.day == 1 and (first.last is None or _ends_month(first.last))
    if is_month and not _DIGITS.search(plain):
        return _month_end(first.first)
    return first.first


def _ends_month(day: date) -> bool:
    return day == _month_end(day)


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _is_reversed(plain: str) -> bool:
    """Two full dates joined as a range, the second before the first."""
    found = list(_FULL.finditer(plain))
    for one, other in pairwise(found):
        if _RANGE.match(plain[one.end() : other.start()]):
            first, second = _day(one), _day(other)
            if first and second and second < first:
                return True
    return False


def _day(found: re.Match[str]) -> date | None:
    year = int(found[3]) if len(found[3]) == 4 else 2000 + int(found[3])
    try:
        return date(year, int(found[2]), int(found[1]))
    except ValueError:
        return None
