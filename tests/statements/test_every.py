"""Statements worded once answer as the ORM does, on every thread, and never with what was true before."""

from datetime import date
from threading import Thread
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet, TextChoices
from django.test.utils import CaptureQueriesContext

from factories.organisations import municipality, school
from opora.organisations.models import Organisation, Territory
from opora.organisations.states import OrganisationKind
from opora.statements import every, with_states

pytestmark = pytest.mark.django_db
worded: list[str] = []


def _of(place: int, name: str = "") -> QuerySet[Organisation, Any]:
    worded.append(name)
    found = Organisation.objects.filter(territory=place).order_by("pk")
    return (found.filter(name=name) if name else found).values_list("name", "territory__name", named=True)


def _objects(place: int) -> QuerySet[Organisation]:
    return (
        Organisation.objects.filter(territory=place).select_related("territory").prefetch_related("leaders")
    )


def _asks_first(path: str) -> QuerySet[Organisation]:
    worded.append(path)
    return Organisation.objects.filter(territory__in=list(Territory.objects.filter(path=path)))


def _nothing(day: date) -> QuerySet[Organisation]:
    return Organisation.objects.filter(pk__in=[])


def test_it_is_worded_once_and_finds_what_is_there_now() -> None:
    place = municipality("Заречный округ")
    school("Школа № 1", place)
    worded.clear()
    assert [row.name for row in every(_of, place.pk)] == ["Школа № 1"]
    school("Школа № 2", place)
    assert [(row.name, row.territory__name) for row in every(_of, place.pk)] == [
        ("Школа № 1", "Заречный округ"),
        ("Школа № 2", "Заречный округ"),
    ]
    assert [row.name for row in every(_of, place.pk, "Школа № 2")] == ["Школа № 2"]
    assert [row.name for row in every(_of, place.pk, name="Школа № 1")] == ["Школа № 1"]
    assert worded == ["", "Школа № 2", "Школа № 1"]


def test_objects_come_whole_with_what_is_joined_and_fetched_beside() -> None:
    place = municipality("Заречный округ")
    made = school("Школа № 1", place)
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            (found,) = every(_objects, place.pk)
            assert (found, found.territory, list(found.leaders.all())) == (made, place, [])
        assert len(captured) == 2


class Odd(TextChoices):
    QUOTED = "it's 50 %", "с кавычкой"
    PLAIN = "plain", "простое"


def test_states_are_said_in_the_statement_and_the_rest_stays_in_order() -> None:
    text, values = with_states(
        "a LIKE %s AND b = %s AND c = ANY(%s) AND d %% 2 = %s AND e = %s AND f = ANY(%s)",
        ["%", Odd.QUOTED, [Odd.PLAIN, Odd.QUOTED], 7, "plain", ["plain"]],
    )
    assert text == (
        "a LIKE %s AND b = 'it''s 50 %%' AND c = ANY(ARRAY['plain', 'it''s 50 %%']::text[]) AND d %% 2 = %s "
        "AND e = %s AND f = ANY(%s)"
    )
    assert values == ("%", 7, "plain", ["plain"])
    with connection.cursor() as cursor:
        cursor.execute(*with_states("SELECT %s, %s, %s", [Odd.QUOTED, 1, "%"]))
        assert cursor.fetchone() == ("it's 50 %", 1, "%")


def _schools(kinds: tuple[OrganisationKind, ...]) -> QuerySet[Organisation]:
    return Organisation.objects.filter(kind__in=kinds, closed_on=None).exclude(kind=OrganisationKind.PARTNER)


def test_it_finds_what_is_in_the_states_asked_for() -> None:
    made = school("Школа № 1", municipality("Заречный округ"))
    for kinds, found in (
        ((OrganisationKind.SCHOOL, OrganisationKind.PARTNER), [made]),
        ((OrganisationKind.PARTNER,), []),
    ):
        for _ in range(2):
            assert every(_schools, kinds) == found


def test_what_asked_the_database_while_it_was_worded_is_worded_again() -> None:
    place = municipality("Заречный округ")
    worded.clear()
    assert every(_asks_first, "not yet/") == []
    made = school("Школа № 1", place)
    Territory.objects.filter(pk=place.pk).update(path="not yet/")
    assert every(_asks_first, "not yet/") == [made]
    assert len(worded) == 2


def test_where_nothing_can_be_nothing_is_asked() -> None:
    with CaptureQueriesContext(connection) as captured:
        assert every(_nothing, date(2026, 9, 1)) == every(_nothing, date(2026, 9, 1)) == []
    assert len(captured) == 0


def test_a_function_made_anew_each_time_is_refused() -> None:
    def made_here() -> QuerySet[Organisation]:
        return Organisation.objects.all()

    with pytest.raises(ValueError, match="another function each time"):
        every(made_here)


@pytest.mark.django_db(transaction=True)
def test_every_thread_asks_on_its_own_connection() -> None:
    place = municipality("Заречный округ")
    school("Школа № 1", place)
    every(_of, place.pk)
    found: list[list[str]] = []

    def ask() -> None:
        with CaptureQueriesContext(connection) as captured:
            found.append([row.name for row in every(_of, place.pk)])
        found.append([str(len(captured))])
        connection.close()

    thread = Thread(target=ask)
    thread.start()
    thread.join()
    assert found == [["Школа № 1"], ["1"]]
