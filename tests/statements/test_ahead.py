"""What was asked the last time is asked at once, and found as if it were asked by itself."""

import gc
from collections import OrderedDict
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.postgres.expressions import ArraySubquery
from django.db import DatabaseError, connection
from django.db.models import (
    Count,
    DecimalField,
    DurationField,
    Exists,
    JSONField,
    OuterRef,
    QuerySet,
    UUIDField,
    Value,
)
from django.db.models.expressions import RawSQL
from django.db.transaction import atomic
from django.test.utils import CaptureQueriesContext

from factories.organisations import municipality, school
from opora import statements
from opora.organisations.models import Organisation, Territory
from opora.statements import every, together

pytestmark = pytest.mark.django_db
UID = uuid4()
MOMENT = datetime(2026, 9, 14, 9, 30, 0, 123000, tzinfo=UTC)


def _values(place: int) -> QuerySet[Organisation, Any]:
    names = Organisation.objects.filter(territory=OuterRef("territory")).order_by("-pk").values("name")
    return (
        Organisation.objects.filter(territory=place)
        .order_by("-pk")
        .values_list(
            *("pk", "name", "closed_on", "territory__name"),
            Value(Decimal("12.50"), DecimalField(max_digits=6, decimal_places=2)),
            Value({"а": [1, 2.5, None]}, JSONField()),
            Value(UID, UUIDField()),
            Value(date(2026, 9, 14)),
            Value(MOMENT),
            Value(time(9, 30)),
            Value(2.5),
            Exists(Territory.objects.filter(pk=OuterRef("territory"))),
            ArraySubquery(names),
        )
    )


def _objects(place: int) -> QuerySet[Organisation]:
    return Organisation.objects.filter(territory=place).select_related("territory").order_by("-pk")


def _counted(place: int) -> QuerySet[Organisation, Any]:
    return Organisation.objects.filter(territory=place).values("territory").annotate(n=Count("pk"))


def _nobody(place: int) -> QuerySet[Organisation]:
    return Organisation.objects.filter(territory=place, name="никто")


def _fragile(place: int) -> QuerySet[Organisation, Any]:
    """Fails while the place has another name: it is divided by how many have this one."""
    share = RawSQL("SELECT 1 / count(*) FROM organisations_territory WHERE name = %s", ["Заречный округ"])
    return Organisation.objects.filter(territory=place, pk=share).values_list("pk")


def _names_first(place: int) -> QuerySet[Organisation, Any]:
    """Asks the database while it is worded."""
    names = list(Territory.objects.filter(pk=place).values_list("name", flat=True))
    return Organisation.objects.filter(name__in=names).values_list("name")


def _names_of(place: int) -> QuerySet[Territory, Any]:
    return Territory.objects.filter(pk=place).values_list("name")


def _names_worded_once(place: int) -> QuerySet[Organisation, Any]:
    """Asks what may be known ahead while it is worded."""
    return Organisation.objects.filter(name__in=[name for (name,) in every(_names_of, place)]).values_list(
        "name"
    )


def _lasting(place: int) -> QuerySet[Organisation, Any]:
    length = Value(timedelta(days=1), DurationField())
    return Organisation.objects.filter(territory=place).values_list("pk", length)


def page(place: int, *words: Any) -> tuple[int, list[Any]]:
    """How many queries it asks, what it finds."""
    with CaptureQueriesContext(connection) as captured, together("page", place):
        found = [every(word, place) for word in words]
    return len(captured), found


def test_the_second_look_asks_once_and_finds_the_same() -> None:
    place = municipality("Заречный округ")
    for number in range(3):
        school(f"Школа № {number}", place)
    words = (_values, _objects, _counted, _nobody)
    first, found = page(place.pk, *words)
    second, again = page(place.pk, *words)
    assert (first, second) == (4, 1)
    assert again == found
    (row, *_), (one, *_) = again[0], again[1]
    assert [type(value) for value in row] == [type(value) for value in found[0][0]]
    assert row[4:11] == (
        Decimal("12.50"),
        {"а": [1, 2.5, None]},
        UID,
        date(2026, 9, 14),
        MOMENT,
        time(9, 30),
        2.5,
    )
    assert row[12] == ["Школа № 2", "Школа № 1", "Школа № 0"]
    with CaptureQueriesContext(connection) as captured:
        assert one.territory == place
    assert len(captured) == 0


def test_it_finds_what_is_there_now() -> None:
    place = municipality("Заречный округ")
    words = (_objects, _counted, _nobody)
    page(place.pk, *words)
    made = school("Школа № 1", place)
    assert page(place.pk, *words) == (1, [[made], [{"territory": place.pk, "n": 1}], []])


def test_a_new_question_is_asked_by_itself_and_the_next_time_with_the_others() -> None:
    place = municipality("Заречный округ")
    page(place.pk, _objects, _counted, _nobody)
    assert page(place.pk, _objects, _counted, _nobody, _values)[0] == 2
    assert page(place.pk, _objects, _counted, _nobody, _values)[0] == 1
    # what is not asked any more is forgotten
    page(place.pk, _objects)
    assert page(place.pk, _objects)[0] == 1
    assert page(place.pk, _objects, _counted, _nobody)[0] == 3


def test_two_people_do_not_share_what_was_asked() -> None:
    one, other = municipality("Заречный округ"), municipality("Озёрный округ")
    page(one.pk, _objects, _counted, _nobody)
    assert page(other.pk, _objects, _counted, _nobody)[0] == 3


def test_outside_nothing_is_known_ahead() -> None:
    place = municipality("Заречный округ")
    for _ in range(2):
        page(place.pk, _objects, _counted, _nobody)
    with CaptureQueriesContext(connection) as captured:
        every(_objects, place.pk)
    assert len(captured) == 1


def test_a_column_of_another_type_is_asked_by_itself() -> None:
    place = municipality("Заречный округ")
    words = (_objects, _counted, _nobody, _lasting)
    page(place.pk, *words)
    assert page(place.pk, *words)[0] == 2


@pytest.mark.parametrize("word", [_names_first, _names_worded_once])
def test_what_asked_while_it_was_worded_is_never_answered_by_its_old_words(word: Any) -> None:
    place = municipality("Заречный округ")
    school("Заречный округ", place)
    words = (_objects, _counted, _nobody, _names_of, word)
    for _ in range(2):
        assert page(place.pk, *words)[1][-1] == [("Заречный округ",)]
    Territory.objects.filter(pk=place.pk).update(name="Озёрный округ")
    for _ in range(2):
        assert page(place.pk, *words)[1][-1] == []


def test_what_is_no_longer_kept_is_not_asked_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "_kept", OrderedDict())
    place = municipality("Заречный округ")
    page(place.pk, _objects, _counted, _nobody)
    statements._kept.clear()
    gc.collect()
    assert page(place.pk, _objects, _counted, _nobody)[0] == 3


@pytest.fixture
def failing() -> Territory:
    """A place whose page is used to ask what fails by now."""
    place = municipality("Заречный округ")
    school("Школа № 1", place)
    page(place.pk, _objects, _counted, _nobody, _fragile)
    Territory.objects.update(name="Переименованный округ")
    return place


@pytest.mark.django_db(transaction=True)
def test_where_it_fails_ahead_the_page_asks_one_by_one(
    failing: Territory, caplog: pytest.LogCaptureFixture
) -> None:
    words = (_objects, _counted, _nobody)
    asked, found = page(failing.pk, *words)
    # the one that failed, then each
    assert asked == 4
    assert found == page(failing.pk, *words)[1]
    (told,) = caplog.records
    assert told.exc_info is not None
    assert "division by zero" in str(told.exc_info[1])
    assert page(failing.pk, *words)[0] == 1


@pytest.mark.django_db(transaction=True)
def test_a_page_that_asks_what_fails_fails_until_it_does_not(failing: Territory) -> None:
    words = (_objects, _counted, _nobody, _fragile)
    for _ in range(2):
        with pytest.raises(DatabaseError, match="division by zero"):
            page(failing.pk, *words)
    Territory.objects.update(name="Заречный округ")
    assert [page(failing.pk, *words)[0] for _ in range(2)] == [4, 1]


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_it_spoils_is_not_gone_on_with(failing: Territory) -> None:
    words = (_objects, _counted, _nobody)
    with pytest.raises(DatabaseError, match="division by zero"), atomic():
        page(failing.pk, *words)
    assert [page(failing.pk, *words)[0] for _ in range(2)] == [3, 1]


@pytest.mark.django_db(transaction=True)
def test_other_statements_are_planned_as_ever() -> None:
    place = municipality("Заречный округ")
    for _ in range(2):
        page(place.pk, _objects, _counted, _nobody)
    with connection.cursor() as cursor:
        cursor.execute("SHOW plan_cache_mode")
        assert cursor.fetchone() == ("auto",)
