"""Fuzzy terms as people write them: kept as written, read into days that sort and show on a calendar.

«март–апрель 2021», «еженедельно», «2 раза в месяц», «до 26.03.2021», «с 22.03 по 22.04», «по запросу»,
«июнь, сентябрь», «в течение года», «I квартал», «по четвергам в 12:00».

A term never invents a year: where the text names none, it lies in the given programme year, and where even
that leaves a doubt the earliest fitting date inside the year is taken.
"""

import calendar
import enum
import re
from dataclasses import dataclass
from datetime import date, timedelta

from opora.ordering import folded


class Rhythm(enum.StrEnum):
    """How a term repeats inside its bounds."""

    ONCE = "once"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"
    ON_REQUEST = "on_request"
    THROUGHOUT = "throughout"


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, both included; None is open on that side («до», «с»)."""

    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Period:
    """A term as written and as read. `spans` is empty where the words say no day («по запросу»).

    `times` per `rhythm` (2 and MONTHLY for «2 раза в месяц»); `weekday` 0–6 for «по четвергам».
    """

    text: str
    spans: tuple[Span, ...] = ()
    rhythm: Rhythm = Rhythm.ONCE
    times: int = 1
    weekday: int | None = None
    understood: bool = True

    @property
    def starts(self) -> date | None:
        """The first day named; for «до 26.03» the day itself, so that it sorts by its deadline."""
        days = [span.first or span.last for span in self.spans]
        return min((day for day in days if day), default=None)

    @property
    def ends(self) -> date | None:
        days = [span.last or span.first for span in self.spans]
        return max((day for day in days if day), default=None)

    @property
    def sort_key(self) -> tuple[date, date, int, str]:
        """Dated first by day, then what repeats, then what has no date; total by the text."""
        start, end = self.starts or date.max, self.ends or date.max
        return (start, end, list(Rhythm).index(self.rhythm), folded(self.text))


def parse(text: str, *, within: tuple[date, date]) -> Period:
    """Read a term; `within` are the two dates of the programme year it belongs to.

    Never raises: what cannot be read is kept as written with `understood` False and no days.
    """
    clean = re.sub(r"\s+", " ", folded(text).replace("—", "–").replace("−", "–")).strip(" .;")
    rhythm, times, weekday, rest = _rhythm(clean)
    spans = _spans(rest, within)
    understood = bool(spans) or rhythm is not Rhythm.ONCE
    if rhythm is not Rhythm.ONCE and not spans and rhythm is not Rhythm.ON_REQUEST:
        spans = (Span(*within),)
    return Period(text.strip(), spans, rhythm, times, weekday, understood)


# --- how it repeats ---------------------------------------------------------------------------------

_WEEKDAYS = ("понедельник", "вторник", "сред", "четверг", "пятниц", "суббот", "воскресен")
_COUNTS = {"один": 1, "два": 2, "три": 3, "четыре": 4, "дважды": 2, "трижды": 3}
_TIMES_PER = re.compile(
    r"(?:не (?:реже|менее)(?: чем)? )?(?:(\d+|один|два|три|четыре) раза?|дважды|трижды)(?: раз)? "
    r"в (день|неделю|месяц|квартал|четверть|полугодие|год)"
)
_PER = {
    "день": Rhythm.DAILY,
    "неделю": Rhythm.WEEKLY,
    "месяц": Rhythm.MONTHLY,
    "квартал": Rhythm.QUARTERLY,
    "четверть": Rhythm.QUARTERLY,
    "полугодие": Rhythm.YEARLY,
    "год": Rhythm.YEARLY,
}
_WORDS = (
    (re.compile(r"ежедневно|кажд(?:ый|ого) д(?:ень|ня)"), Rhythm.DAILY),
    (re.compile(r"еженедельн\w*|каждую неделю|раз в неделю"), Rhythm.WEEKLY),
    (re.compile(r"ежемесячн\w*|каждый месяц|раз в месяц"), Rhythm.MONTHLY),
    (re.compile(r"ежеквартальн\w*|каждый квартал|раз в (?:квартал|четверть)"), Rhythm.QUARTERLY),
    (re.compile(r"ежегодн\w*|раз в год"), Rhythm.YEARLY),
    (
        re.compile(r"по (?:запрос\w*|мере необходимости|необходимости|требовани\w*|заявк\w*)"),
        Rhythm.ON_REQUEST,
    ),
    (
        re.compile(r"в течение (?:всего )?(?:учебного )?(?:года|периода|проекта)|постоянно|весь период"),
        Rhythm.THROUGHOUT,
    ),
)


def _rhythm(clean: str) -> tuple[Rhythm, int, int | None, str]:
    """The rhythm, how many times, the weekday, and the text left for the dates."""
    weekday = next((i for i, name in enumerate(_WEEKDAYS) if re.search(rf"\b{name}", clean)), None)
    found = _TIMES_PER.search(clean)
    if found:
        word = found.group(1) or found.group(0).split()[0]
        times = int(word) if word.isdigit() else _COUNTS.get(word, 1)
        if found.group(2) == "полугодие":
            times *= 2
        return _PER[found.group(2)], times, weekday, clean.replace(found.group(0), " ")
    for pattern, rhythm in _WORDS:
        hit = pattern.search(clean)
        if hit:
            return rhythm, 1, weekday, clean.replace(hit.group(0), " ")
    if weekday is not None and re.search(r"\bпо \w+(?:ам|м)\b|\bкажд", clean):
        return Rhythm.WEEKLY, 1, weekday, clean
    return Rhythm.ONCE, 1, weekday, clean


# --- which days -------------------------------------------------------------------------------------

_MONTHS = (
    "январ",
    "феврал",
    "март",
    "апрел",
    "ма",
    "июн",
    "июл",
    "август",
    "сентябр",
    "октябр",
    "ноябр",
    "декабр",
)
_MONTH = r"(январ|феврал|март|апрел|ма(?=[йяе]\b)|июн|июл|август|сентябр|октябр|ноябр|декабр)[а-я]*"
_YEAR = r"(?: (\d{4})(?:[-–/]\d{2,4})?(?: ?(?:год[а-я]*|гг|г)\b\.?)?)?"
_DAY = re.compile(r"\b(\d{1,2})\.(\d{1,2})(?:\.(\d{4}|\d{2}))?\b")
_WORD_DAY = re.compile(rf"\b(\d{{1,2}})(?: ?[–-] ?(\d{{1,2}}))? {_MONTH}{_YEAR}")
_WORD_MONTH = re.compile(rf"\b{_MONTH}{_YEAR}")
_QUARTER = re.compile(r"\b(i{1,3}|iv|[1-4])(?:-?й)? ?(?:кв\b\.?|квартал[а-я]*)(?: (\d{4}))?")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_JUST_YEAR = re.compile(r"^(?:в )?(\d{4})(?:[-–/](\d{2,4}))? ?(?:уч\w*\.? ?)?(?:год\w*|гг?)?\.?$")


@dataclass(frozen=True, slots=True)
class _Mark:
    """A day or month found in the text, before it is joined with its neighbours."""

    at: int
    end: int
    day: int | None
    month: int
    year: int | None
    last_day: int | None = None


def _spans(text: str, within: tuple[date, date]) -> tuple[Span, ...]:
    year_only = _JUST_YEAR.match(text.strip())
    if year_only:
        return (_whole_year(year_only),)
    quarter = _QUARTER.search(text)
    if quarter:
        return _quarter(quarter, within)
    marks = _marks(text)
    if not marks:
        return ()
    return tuple(_join(text, marks, within))


def _whole_year(found: re.Match[str]) -> Span:
    first = int(found.group(1))
    if not found.group(2):
        return Span(date(first, 1, 1), date(first, 12, 31))
    # «2021–2022 учебный год»: 1 September to 31 August
    return Span(date(first, 9, 1), date(first + 1, 8, 31))


def _quarter(found: re.Match[str], within: tuple[date, date]) -> tuple[Span, ...]:
    number = _ROMAN.get(found.group(1)) or int(found.group(1))
    month = 3 * number - 2
    year = int(found.group(2)) if found.group(2) else _year_of(month, 1, within)
    return (Span(date(year, month, 1), _last_of(year, month + 2)),)


def _marks(text: str) -> list[_Mark]:
    marks: list[_Mark] = []
    taken = [False] * len(text)

    def add(found: re.Match[str], mark: _Mark) -> None:
        if not any(taken[found.start() : found.end()]):
            taken[found.start() : found.end()] = [True] * (found.end() - found.start())
            marks.append(mark)

    for found in _DAY.finditer(text):
        day, month = int(found.group(1)), int(found.group(2))
        if 1 <= month <= 12 and 1 <= day <= 31:
            add(found, _Mark(found.start(), found.end(), day, month, _full_year(found.group(3))))
    for found in _WORD_DAY.finditer(text):
        month = _MONTHS.index(found.group(3)) + 1
        last = int(found.group(2)) if found.group(2) else None
        add(
            found,
            _Mark(found.start(), found.end(), int(found.group(1)), month, _full_year(found.group(4)), last),
        )
    for found in _WORD_MONTH.finditer(text):
        month = _MONTHS.index(found.group(1)) + 1
        add(found, _Mark(found.start(), found.end(), None, month, _full_year(found.group(2))))
    return sorted(marks, key=lambda mark: mark.at)


def _full_year(text: str | None) -> int | None:
    if not text:
        return None
    return int(text) if len(text) == 4 else 2000 + int(text)


def _join(text: str, marks: list[_Mark], within: tuple[date, date]) -> list[Span]:
    """Neighbours joined by a dash or by «с … по …» are one span, all others stand alone."""
    years = _years(marks, within)
    spans: list[Span] = []
    position = 0
    while position < len(marks):
        mark, year = marks[position], years[position]
        before = text[: mark.at].rstrip()
        nxt = marks[position + 1] if position + 1 < len(marks) else None
        between = text[mark.end : nxt.at].strip() if nxt else ""
        if nxt and between in {"–", "-", "по", "до", "по –"}:
            spans.append(Span(_first(mark, year), _last(nxt, years[position + 1])))
            position += 2
            continue
        if re.search(r"\b(?:до|не позднее)$", before):
            spans.append(Span(None, _last(mark, year)))
        elif re.search(r"(?:^| )(?:с|со|после)$", before):
            spans.append(Span(_first(mark, year), None))
        else:
            spans.append(Span(_first(mark, year), _last(mark, year)))
        position += 1
    return [span for span in spans if not (span.first and span.last and span.last < span.first)]


def _years(marks: list[_Mark], within: tuple[date, date]) -> list[int]:
    """A year named once holds for the unnamed before it («март–апрель 2021»), stepping back over New Year."""
    years: list[int] = []
    following: tuple[int, int] | None = None
    for mark in reversed(marks):
        year = mark.year
        if year is None and following is not None and any(m.year for m in marks):
            year = following[0] - 1 if mark.month > following[1] else following[0]
        if year is None:
            year = _year_of(mark.month, mark.day or 1, within)
        years.append(year)
        following = (year, mark.month)
    return years[::-1]


def _year_of(month: int, day: int, within: tuple[date, date]) -> int:
    """The year in which this day lies inside the programme year, else the year it begins in."""
    for year in range(within[0].year, within[1].year + 1):
        inside = _safe(year, month, day)
        if within[0] <= inside <= within[1] or (inside.year, inside.month) == (
            within[0].year,
            within[0].month,
        ):
            return year
    return within[0].year


def _safe(year: int, month: int, day: int) -> date:
    """The day, or the month's last where the month is shorter."""
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _first(mark: _Mark, year: int) -> date:
    return _safe(year, mark.month, mark.day or 1)


def _last(mark: _Mark, year: int) -> date:
    return (
        _last_of(year, mark.month) if mark.day is None else _safe(year, mark.month, mark.last_day or mark.day)
    )


def _last_of(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def occurrences(period: Period, *, within: tuple[date, date]) -> list[date]:
    """Days for a calendar: each first day of a span, or the days a weekly or monthly rhythm falls on."""
    days: list[date] = []
    for span in period.spans:
        first = max(span.first or span.last or within[0], within[0])
        last = min(span.last or within[1], within[1])
        if period.rhythm is Rhythm.WEEKLY:
            shift = (
                (period.weekday if period.weekday is not None else first.weekday()) - first.weekday()
            ) % 7
            day = first + timedelta(days=shift)
            while day <= last:
                days.append(day)
                day += timedelta(days=7)
        elif period.rhythm is Rhythm.MONTHLY:
            day = first
            while day <= last:
                days.append(day)
                month = day.replace(day=1) + timedelta(days=32)
                day = _safe(month.year, month.month, first.day)
        elif period.spans and within[0] <= (span.first or span.last or within[0]) <= within[1]:
            days.append(span.first or span.last or within[0])
    return sorted(set(days))
