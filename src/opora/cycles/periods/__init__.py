"""Fuzzy terms as people write them: kept as written, read into days that sort and show on a calendar.

«март–апрель 2021», «еженедельно», «2 раза в месяц», «до 26.03.2021», «с 22.03 по 22.04», «по запросу»,
«июнь, сентябрь», «в течение года», «I квартал», «по четвергам в 12:00».

A term never invents a year: where the text names none, it lies in the given programme year, and where even
that leaves a doubt the earliest fitting date inside the year is taken.
"""

import re
from datetime import date, timedelta

from opora.cycles.periods.days import day_of, read_spans
from opora.cycles.periods.rhythms import read_rhythm
from opora.cycles.periods.term import Period, Rhythm, Span
from opora.ordering import folded

__all__ = ["Period", "Rhythm", "Span", "occurrences", "parse"]


def parse(text: str, *, within: tuple[date, date]) -> Period:
    """Read a term; `within` are the two dates of the programme year it belongs to.

    Never raises: what cannot be read is kept as written with `understood` False and no days.
    """
    clean = re.sub(r"\s+", " ", folded(text).replace("—", "–").replace("−", "–")).strip(" .;")
    rhythm, times, weekday, rest = read_rhythm(clean)
    try:
        spans = read_spans(rest, within)
    except ValueError:  # a year 0, a day 0: words that no calendar has
        spans = ()
    understood = bool(spans) or rhythm is not Rhythm.ONCE
    if rhythm is not Rhythm.ONCE and not spans and rhythm is not Rhythm.ON_REQUEST:
        spans = (Span(*within),)
    return Period(text.strip(), spans, rhythm, times, weekday, understood)


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
                day = day_of(month.year, month.month, first.day)
        elif period.spans and within[0] <= (span.first or span.last or within[0]) <= within[1]:
            days.append(span.first or span.last or within[0])
    return sorted(set(days))
