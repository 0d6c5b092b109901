"""What is written of an event and its days, what is refused and in which words."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from conftest import NOW
from factories.events import PNG, event_of
from opora.access import Conflict, Refused, WrongState
from opora.access.actor import operator
from opora.events.actions import (
    Day,
    Written,
    add_days,
    add_link,
    add_material,
    cancel_day,
    cancel_event,
    change_event,
    correct_day,
    finish_event,
    hold_day,
    make_event,
    move_day,
    remove_material,
)
from opora.events.models import Attendance, Event, Session, SessionMove
from opora.events.queries import choices
from opora.events.states import EventState, SessionState, Sort
from opora.files.models import StoredFile
from opora.history.models import Event as Past

from .conftest import LATER, PASSED, TODAY, Year, first_day


def test_an_event_is_written_with_its_days_and_one_line_of_history(year: Year) -> None:
    coordinator, curator = year.cast.municipal_coordinator, year.cast.curator
    made = event_of(
        year.place,
        year.cycle,
        PASSED,
        LATER,
        title="  Семинар   о чтении ",
        audience=["teachers"],
        leaders=[curator.person_id],
        schools={year.school.pk: 2},
        minutes=30,
        hours=16,
        provider="ЦНППМ",
        factors=["R03", "R03"],
        by=coordinator,
        now=NOW,
    )
    assert (made.title, made.kind_title, made.sort, made.state) == (
        "Семинар о чтении",
        "Семинар-практикум",
        Sort.EVENT,
        EventState.PLANNED,
    )
    # what its form does not ask for is not kept
    assert (made.minutes, made.hours, made.provider, made.factors) == (None, None, "", ["R03"])
    assert list(made.invited.values_list("school_id", "expected")) == [(year.school.pk, 2)]
    assert list(made.sessions.values_list("date", "last", "state")) == [
        (PASSED, PASSED, SessionState.PLANNED),
        (LATER, LATER, SessionState.PLANNED),
    ]
    told = Past.objects.get(subject_kind="event")
    assert (told.verb, told.subject_title, told.territory_path, told.school_id) == (
        "запланировал(а) мероприятие",
        "Семинар о чтении",
        year.place.path,
        None,
    )


def test_what_a_form_asks_for(year: Year) -> None:
    course = event_of(
        year.place, year.cycle, LATER, form="course", hours=16, provider="ЦНППМ", minutes=9, now=NOW
    )
    talk = event_of(year.place, year.cycle, LATER, form="consultation", hours=16, minutes=40, now=NOW)
    assert (course.sort, course.hours, course.provider, course.minutes) == (Sort.COURSE, 16, "ЦНППМ", None)
    assert (talk.sort, talk.hours, talk.minutes) == (Sort.ONE, None, 40)


def test_a_school_is_invited_to_what_it_holds(year: Year) -> None:
    made = event_of(year.school, year.cycle, LATER, by=year.cast.school_head, now=NOW)
    assert [each.school_id for each in made.invited.all()] == [year.school.pk]
    assert Past.objects.get(subject_kind="event").school_id == year.school.pk


def test_the_same_form_twice_makes_one(year: Year) -> None:
    def make() -> Event:
        return make_event(
            cycle=year.cycle,
            home=year.place,
            form=choices.work_forms("").forms["quest"],
            version_id=choices.version_id(""),
            written=Written("Квест"),
            days=[Day(LATER)],
            token="t" * 32,
            by=year.cast.methodist,
            at=NOW,
        )

    assert make().pk == make().pk
    assert Event.objects.count() == 1


@pytest.mark.parametrize(
    ("days", "written", "words"),
    [
        ([], {"title": "Без срока"}, "день, срок словами"),
        ([Day(LATER)], {"title": "  "}, "Назовите мероприятие"),
        ([Day(LATER, last=PASSED)], {"title": "Наоборот"}, "раньше первого"),
        ([Day(date(2030, 1, 1))], {"title": "Не тот год"}, "не в году"),
        ([Day(LATER)] * 121, {"title": "Слишком часто"}, "Больше 120"),
        ([Day(LATER)], {"title": "Всем", "schools": dict.fromkeys(range(501))}, "Больше 500"),
    ],
)
def test_what_cannot_be_planned(year: Year, days: list[Day], written: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        make_event(
            cycle=year.cycle,
            home=year.place,
            form=choices.work_forms("").forms["quest"],
            version_id=choices.version_id(""),
            written=Written(**written),
            days=days,
            by=year.cast.methodist,
            at=NOW,
        )


def test_held_needs_a_number_and_a_day_that_has_passed(year: Year, seminar: Event) -> None:
    who = year.cast.municipal_coordinator
    last = seminar.sessions.get(date=LATER)
    with pytest.raises(ValidationError, match="ещё не прошёл"):
        hold_day(session=last, revision=0, came=5, by=who, at=NOW)
    day = first_day(seminar)
    numbers = {year.school.pk: 4, year.second.pk: 0}
    with pytest.raises(ValidationError, match="По школам набралось 4, а всего 3"):
        hold_day(session=day, revision=0, came=3, by_school=numbers, by=who, at=NOW)
    held = hold_day(
        session=day, revision=0, came=7, by_school=numbers, note="Раздали памятки", by=who, at=NOW
    )
    assert (held.state, held.came, held.settled_by_name) == (SessionState.HELD, 7, who.name)
    assert dict(Attendance.objects.values_list("school_id", "came")) == numbers
    seminar.refresh_from_db()
    assert seminar.state == EventState.PLANNED  # one day is still to come
    hold_day(session=last, revision=0, came=0, by=who, at=NOW + timedelta(days=60))
    seminar.refresh_from_db()
    assert seminar.state == EventState.HELD
    with pytest.raises(WrongState, match="уже отмечен"):
        hold_day(session=day, revision=1, came=7, by=who, at=NOW)


def test_numbers_are_corrected_and_the_former_stay(year: Year, seminar: Event) -> None:
    who, day = year.cast.municipal_coordinator, first_day(seminar)
    with pytest.raises(WrongState, match="ещё не отмечен"):
        correct_day(session=day, revision=0, came=1, by=who, at=NOW)
    day = hold_day(session=day, revision=0, came=7, by_school={year.school.pk: 7}, by=who, at=NOW)
    with pytest.raises(Conflict, match="другой человек"):
        correct_day(session=day, revision=0, came=9, by=who, at=NOW)
    correct_day(session=day, revision=1, came=9, by_school={year.second.pk: 1}, by=who, at=NOW)
    day.refresh_from_db()
    assert day.came == 9
    assert dict(Attendance.objects.values_list("school_id", "came")) == {year.second.pk: 1}
    former = Session.pgh_event_models["changed"].objects.filter(pgh_obj=day).order_by("pgh_id")  # type: ignore[attr-defined]
    assert [row.came for row in former] == [None, 7]
    assert Past.objects.filter(subject_kind="event").first().note == "было 7, стало 9"  # type: ignore[union-attr]


def test_a_moved_day_keeps_where_it_stood(year: Year, seminar: Event) -> None:
    who, day = year.cast.methodist, first_day(seminar)
    with pytest.raises(ValidationError, match="почему переносите"):
        move_day(session=day, revision=0, to=Day(LATER), reason=" ", by=who, at=NOW)
    with pytest.raises(ValidationError, match="не в году"):
        move_day(session=day, revision=0, to=Day(date(2031, 1, 1)), reason="Так", by=who, at=NOW)
    to = Day(date(2026, 11, 2), place="Школа № 2")
    moved = move_day(session=day, revision=0, to=to, reason="Болеет ведущая", by=who, at=NOW)
    assert (moved.date, moved.place, moved.state) == (date(2026, 11, 2), "Школа № 2", SessionState.PLANNED)
    assert list(SessionMove.objects.values_list("was", "reason")) == [(PASSED, "Болеет ведущая")]
    with pytest.raises(Conflict):
        move_day(session=day, revision=0, to=Day(TODAY), reason="Ещё раз", by=who, at=NOW)


def test_cancelling_keeps_what_was_held(year: Year, seminar: Event) -> None:
    who = year.cast.municipal_coordinator
    with pytest.raises(ValidationError, match="почему"):
        cancel_event(event=seminar, reason="", by=who, at=NOW)
    hold_day(session=first_day(seminar), revision=0, came=7, by=who, at=NOW)
    done = cancel_event(event=seminar, reason="Больше не нужно", by=who, at=NOW)
    assert (done.state, done.reason) == (EventState.HELD, "")
    assert list(done.sessions.order_by("date").values_list("state", "reason")) == [
        (SessionState.HELD, ""),
        (SessionState.CANCELLED, "Больше не нужно"),
    ]
    with pytest.raises(WrongState, match="уже завершено"):
        cancel_event(event=seminar, reason="Снова", by=who, at=NOW)


def test_nothing_held_is_cancelled(year: Year, seminar: Event) -> None:
    who = year.cast.municipal_coordinator
    for each in seminar.sessions.order_by("date"):
        cancel_day(session=each, revision=0, reason="Карантин", by=who, at=NOW)
    seminar.refresh_from_db()
    assert (seminar.state, seminar.reason) == (EventState.CANCELLED, "Карантин")


def test_on_request_goes_on_until_it_is_finished(year: Year) -> None:
    who = year.cast.curator
    made = event_of(
        year.school, year.cycle, form="consultation", term="по запросу", is_on_request=True, by=who, now=NOW
    )
    with pytest.raises(WrongState, match="Ни одного дня"):
        finish_event(event=made, by=who, at=NOW)
    added = add_days(event=made, days=[Day(PASSED)], token="k" * 20, by=who, at=NOW)
    again = add_days(event=made, days=[Day(PASSED)], token="k" * 20, by=who, at=NOW)
    assert [each.pk for each in added] == [each.pk for each in again]
    with pytest.raises(WrongState, match="без отметки"):
        finish_event(event=made, by=who, at=NOW)
    hold_day(session=added[0], revision=0, came=1, by=who, at=NOW)
    made.refresh_from_db()
    assert made.state == EventState.PLANNED
    assert finish_event(event=made, by=who, at=NOW).state == EventState.HELD
    with pytest.raises(WrongState):
        add_days(event=made, days=[Day(LATER)], by=who, at=NOW)


def test_a_stale_form_overwrites_nothing(year: Year, seminar: Event) -> None:
    who = year.cast.municipal_coordinator
    written = Written("Новое имя", is_on_request=False, schools={year.school.pk: 3})
    changed = change_event(event=seminar, revision=0, written=written, by=who, at=NOW)
    assert (changed.title, changed.revision) == ("Новое имя", 1)
    assert list(changed.invited.values_list("school_id", "expected")) == [(year.school.pk, 3)]
    with pytest.raises(Conflict, match="другой человек"):
        change_event(event=seminar, revision=0, written=replace(written, title="Старое"), by=who, at=NOW)


def test_who_does_what(year: Year, seminar: Event) -> None:
    people, day = year.cast, first_day(seminar)
    for who in (people.school_head, people.teacher, people.neighbour_municipal_coordinator, people.expert):
        for act in (
            lambda who=who: hold_day(session=day, revision=0, came=1, by=who, at=NOW),
            lambda who=who: cancel_event(event=seminar, reason="Так", by=who, at=NOW),
            lambda who=who: add_material(event=seminar, title="", url="https://a.ru", by=who, at=NOW),
            lambda who=who: event_of(year.place, year.cycle, LATER, by=who, now=NOW),
        ):
            with pytest.raises(Refused):
                act()
    seminar.leaders.add(people.teacher.person_id or 0)
    assert hold_day(session=day, revision=0, came=1, by=people.teacher, at=NOW).came == 1
    with pytest.raises(Refused):
        cancel_event(event=seminar, reason="Так", by=people.teacher, at=NOW)


def test_materials_are_told_by_their_content(year: Year, seminar: Event) -> None:
    who = year.cast.methodist
    made = add_material(event=seminar, title=" ", name="../фото.exe", data=PNG, by=who, at=NOW)
    assert (made.title, made.file.content_type) == ("фото.png", "image/png")  # type: ignore[union-attr]
    link = add_material(event=seminar, title="Запись", url="https://example.org/v", by=who, at=NOW)
    assert link.file is None
    for wrong in ({"name": "a.png", "data": b"MZ\0\0"}, {}, {"url": "https://a.ru", "data": PNG}):
        with pytest.raises(ValidationError):
            add_material(event=seminar, title="Нет", by=who, at=NOW, **wrong)
    remove_material(material=made, by=who, at=NOW)
    assert (seminar.materials.count(), StoredFile.objects.get().removed_at) == (1, NOW)


def test_an_event_is_tied_to_what_one_sees(year: Year, seminar: Event) -> None:
    who = year.cast.methodist
    other = event_of(year.school, year.cycle, LATER, now=NOW)
    foreign = event_of(year.cast.world.foreign_school, year.cycle, LATER, now=NOW)
    add_link(event=seminar, kind="event", thing_id=other.pk, by=who, at=NOW)
    add_link(event=seminar, kind="event", thing_id=other.pk, by=who, at=NOW)
    assert seminar.links.count() == 1
    for kind, pk in (("event", foreign.pk), ("nothing", 1)):
        with pytest.raises(Refused, match="не видно"):
            add_link(event=seminar, kind=kind, thing_id=pk, by=who, at=NOW)


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Session, {"state": SessionState.HELD}),
        (Session, {"came": 3}),
        (Session, {"state": SessionState.CANCELLED, "settled_at": NOW}),
        (Session, {"last": date(2020, 1, 1)}),
        (Event, {"reason": "Так"}),
        (Event, {"hours": 3}),
        (Event, {"minutes": 3}),
        (Event, {"territory": None}),
    ],
)
def test_the_database_keeps_the_rules_too(
    seminar: Event, model: type[Event | Session], values: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(**values)


def test_an_hour_is_kept_in_the_time_of_the_installation(year: Year) -> None:
    at = datetime.fromisoformat("2026-10-15T14:30:00+03:00")
    made = make_event(
        cycle=year.cycle,
        home=year.place,
        form=choices.work_forms("").forms["quest"],
        version_id=choices.version_id(""),
        written=Written("Квест"),
        days=[Day(LATER, starts_at=at)],
        by=operator(),
        at=NOW,
    )
    assert made.sessions.get().starts_at == at
