"""Statements are kept by who acts and the day; what had to ask the database first is not kept."""

from datetime import date
from typing import Any

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from factories import organisations
from factories.people import Cast
from opora.organisations.models import Organisation, YearFigures
from opora.search import wording
from opora.search.asking import read
from opora.search.matching import Sought

SOUGHT = Sought.of(read("сосновая"))


def rows(key: str, word: Any, sought: Sought, *, start: int, size: int) -> wording.Rows:
    (found,) = wording.run([wording.Request(key, word, start, size)], sought)
    return found


def _asked(calls: list[int], *, first: bool = False) -> Any:
    def word(sought: Sought) -> QuerySet[Any, Any]:
        calls.append(1)
        found = Organisation.objects.filter(sought.within("name", "official_name", "key", "address"))
        if first:
            found = found.filter(pk__in=list(Organisation.objects.values_list("pk", flat=True)))
        return found.order_by("pk").values_list("name")

    return word


def test_a_statement_is_worded_once_a_day(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    organisations.school("Сосновая школа", people.world.municipality)
    calls: list[int] = []
    for _ in range(3):
        assert rows("once a day", _asked(calls), SOUGHT, start=0, size=5) == [("Сосновая школа",)]
    assert rows("once a day", _asked(calls), Sought.of(read("пихтовая")), start=0, size=5) == []
    assert len(calls) == 1
    day = timezone.localdate()
    monkeypatch.setattr(timezone, "localdate", lambda: day.replace(year=day.year + 1))
    rows("once a day", _asked(calls), SOUGHT, start=0, size=5)
    assert len(calls) == 2


def test_one_that_asks_first_is_worded_each_time(people: Cast) -> None:
    calls: list[int] = []
    assert rows("asks first", _asked(calls, first=True), SOUGHT, start=0, size=5) == []
    organisations.school("Сосновая школа", people.world.municipality)
    assert len(rows("asks first", _asked(calls, first=True), SOUGHT, start=0, size=5)) == 1
    assert len(calls) == 2


def test_the_oldest_are_forgotten(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wording, "MOST_KEPT", 2)
    for key in ("one", "two", "three"):
        rows(key, _asked([]), SOUGHT, start=0, size=1)
    assert len(wording._kept) == 2
    calls: list[int] = []
    rows("one", _asked(calls), SOUGHT, start=0, size=1)
    assert calls == [1]


def test_parts_of_a_statement_keep_their_columns_and_types(people: Cast) -> None:
    closed = organisations.school("Сосновая школа", people.world.municipality, closed_on=date(2026, 3, 1))
    figures = organisations.figures(closed, passport={"дети": ["сосновая", {"глубже": "роща"}]})

    def schools(sought: Sought) -> QuerySet[Any, Any]:
        found = Organisation.objects.filter(sought.within("name"), pk=closed.pk)
        return found.values_list("name", "territory__name", "closed_on", "merged_into", "is_legal_entity")

    def numbers(sought: Sought) -> QuerySet[Any, Any]:
        return YearFigures.objects.filter(pk=figures.pk).values_list("pupils", "passport")

    def nothing(sought: Sought) -> QuerySet[Any, Any]:
        return Organisation.objects.none().values_list("pk")

    asked = [wording.Request(word.__name__, word, 0, 5) for word in (schools, nothing, numbers)]
    assert wording.run(asked, SOUGHT) == [
        [("Сосновая школа", "Берёзовский округ", date(2026, 3, 1), None, True)],
        [],
        [(200, [["сосновая", ["роща"]]])],
    ]
    assert wording.run([], SOUGHT) == []
