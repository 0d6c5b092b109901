"""Which days a term names."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from opora.cycles.periods.term import Span

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


def read_spans(text: str, within: tuple[date, date]) -> tuple[Span, ...]:
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
        inside = day_of(year, month, day)
        if within[0] <= inside <= within[1] or (inside.year, inside.month) == (
            within[0].year,
            within[0].month,
        ):
            return year
    return within[0].year


def day_of(year: int, month: int, day: int) -> date:
    """The day, or the month's last where the month is shorter."""
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _first(mark: _Mark, year: int) -> date:
    return day_of(year, mark.month, mark.day or 1)


def _last(mark: _Mark, year: int) -> date:
    return (
        _last_of(year, mark.month)
        if mark.day is None
        else day_of(year, mark.month, mark.last_day or mark.day)
    )


def _last_of(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
