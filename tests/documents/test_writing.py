"""Rows are written one at a time; nobody's words are overwritten unseen, nothing hangs on what is gone."""

from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from conftest import NOW
from opora.access import Conflict, Refused, WrongState
from opora.documents.actions.beginning import begin
from opora.documents.actions.steps import send
from opora.documents.actions.writing import RowConflict, delete_row, move_row, save_row
from opora.documents.models import Document, Presence
from opora.documents.queries.checking import checked
from opora.history.models import Event
from opora.measures.models import Measure

from .conftest import Year
from .making import begun, chained, kind, row


def test_a_row_gets_a_number_that_is_never_given_again(year: Year) -> None:
    writer = year.cast.school_coordinator
    document = begun(year.own, year.cycle, writer)
    first = row(document, "goals", writer, text="Цель")
    delete_row(document=document, table="goals", code=first.code, revision=1, by=writer, at=NOW)
    second = row(document, "goals", writer, text="Другая")
    assert (first.code, second.code) == ("g1", "g2")


def test_a_measure_is_an_object_of_its_own_and_goes_with_its_row(year: Year) -> None:
    writer = year.cast.school_coordinator
    document = begun(year.own, year.cycle, writer)
    made = chained(document, writer, year.motivation)
    measure = Measure.objects.get()
    assert (measure.title, measure.school, measure.executors) == (
        *("Задания по выбору на каждом уроке", year.own),
        ["teacher"],
    )
    assert made["measure"].content == {"task": made["task"].code}
    delete_row(document=document, table="measures", code=made["measure"].code, revision=1, by=writer, at=NOW)
    assert not Measure.objects.exists()


def test_the_chain_is_put_together_and_checked(year: Year) -> None:
    writer = year.cast.school_coordinator
    document = begun(year.own, year.cycle, writer)
    made = chained(document, writer, year.motivation)
    found = checked(document)
    assert [each.id for each in found.programme.measures] == [made["measure"].code]
    assert [each.title for each in found.programme.directions] == ["Низкая учебная мотивация"]
    assert "measure-without-task" not in {each.rule.code for each in found.findings}
    delete_row(document=document, table="tasks", code=made["task"].code, revision=1, by=writer, at=NOW)
    assert made["measure"].code in {
        each.hit.row for each in checked(Document.objects.get(pk=document.pk)).findings
    }


def test_who_saw_an_older_row_does_not_overwrite_it(year: Year) -> None:
    one, other = year.cast.school_coordinator, year.cast.working_group_member
    document = begun(year.own, year.cycle, one)
    goal = row(document, "goals", one, text="Было")
    save_row(
        document=document,
        table="goals",
        code=goal.code,
        values={"text": "Первый"},
        revision=1,
        by=other,
        at=NOW,
    )
    with pytest.raises(RowConflict) as conflict:
        save_row(
            document=document,
            table="goals",
            code=goal.code,
            values={"text": "Второй"},
            revision=1,
            by=one,
            at=NOW,
        )
    assert conflict.value.theirs is not None
    assert conflict.value.theirs.content == {"text": "Первый"}
    assert document.rows.get().content == {"text": "Первый"}


def test_a_row_that_is_gone_is_told_so(year: Year) -> None:
    writer = year.cast.school_coordinator
    document = begun(year.own, year.cycle, writer)
    goal = row(document, "goals", writer, text="Цель")
    delete_row(document=document, table="goals", code=goal.code, revision=1, by=writer, at=NOW)
    with pytest.raises(RowConflict, match="удалили"):
        save_row(
            document=document,
            table="goals",
            code=goal.code,
            values={"text": "X"},
            revision=1,
            by=writer,
            at=NOW,
        )


def test_the_same_form_sent_twice_writes_once(year: Year) -> None:
    writer = year.cast.school_coordinator
    document = begun(year.own, year.cycle, writer)
    save_row(
        document=document, table="passages", code="analysis", values={"text": "Текст"}, by=writer, at=NOW
    )
    again = save_row(
        document=document,
        table="passages",
        code="analysis",
        values={"text": "Текст"},
        revision=1,
        by=writer,
        at=NOW,
    )
    assert again.revision == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_once_write_a_section_once_and_the_other_is_told() -> None:
    from factories.people import cast

    from .making import definitions

    people = cast()
    definitions()
    document = begun(people.world.school, people.world.cycle, people.school_coordinator)
    start, told = Barrier(2), []

    def write(words: str) -> None:
        start.wait()
        try:
            save_row(
                document=document, table="passages", code="analysis", values={"text": words},
                by=people.school_coordinator, at=NOW,
            )  # fmt: skip
        except RowConflict:
            told.append(words)
        finally:
            connection.close()

    threads = [Thread(target=write, args=(words,)) for words in ("раз", "два")]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert document.rows.count() == 1
    assert len(told) == 1


def test_a_link_to_nothing_is_refused_beside_its_field(year: Year) -> None:
    writer = year.cast.school_coordinator
    document = begun(year.own, year.cycle, writer)
    with pytest.raises(ValidationError) as refused:
        row(document, "tasks", writer, text="Задача", goal="g77")
    assert set(refused.value.message_dict) == {"goal"}


def test_a_value_that_is_none_is_refused_beside_its_field(year: Year) -> None:
    writer = year.cast.school_coordinator
    document = begun(year.own, year.cycle, writer)
    for values, field in [({"ends": "31.12"}, "ends"), ({"executors": ["king"]}, "executors")]:
        with pytest.raises(ValidationError) as refused:
            row(document, "measures", writer, title="Мера", **values)
        assert set(refused.value.message_dict) == {field}


def test_rows_change_places(year: Year) -> None:
    writer = year.cast.school_coordinator
    document = begun(year.own, year.cycle, writer)
    for words in ("а", "б", "в"):
        row(document, "goals", writer, text=words)
    move_row(document=document, table="goals", code="g3", up=True, by=writer, at=NOW)
    move_row(document=document, table="goals", code="g1", up=True, by=writer, at=NOW)
    assert [each.content["text"] for each in document.rows.all()] == ["а", "в", "б"]


def test_who_does_not_write_is_refused_and_a_sent_document_is_closed(year: Year) -> None:
    writer = year.cast.school_coordinator
    document = begun(year.own, year.cycle, writer)
    for actor in (year.cast.curator, year.cast.neighbour_school_head, year.cast.teacher, year.cast.expert):
        with pytest.raises(Refused):
            row(document, "goals", actor, text="Цель")
    row(document, "goals", writer, text="Цель")
    send(document=document, by=writer, at=NOW)
    with pytest.raises(WrongState, match="не у школы"):
        row(document, "goals", writer, text="Ещё")


def test_history_says_once_a_day_who_writes(year: Year) -> None:
    writer = year.cast.school_coordinator
    document = begun(year.own, year.cycle, writer)
    for words in ("а", "б", "в"):
        row(document, "goals", writer, text=words)
    assert Event.objects.filter(verb="писал(а) документ").count() == 1
    assert Presence.objects.get().person_id == writer.person_id


def test_a_second_document_of_the_kind_is_refused(year: Year) -> None:
    writer = year.cast.school_coordinator
    begun(year.own, year.cycle, writer)
    with pytest.raises(Conflict, match="уже есть"):
        begun(year.own, year.cycle, writer)


def test_a_programme_against_a_risk_needs_its_direction(year: Year) -> None:
    writer = year.cast.school_coordinator
    version = kind("anti-risk")
    with pytest.raises(ValidationError):
        begin(version=version, cycle=year.cycle, school=year.own, by=writer, at=NOW)
    made = begin(
        version=version, cycle=year.cycle, school=year.own, direction=year.motivation, by=writer, at=NOW
    )
    assert made.title.endswith("Низкая учебная мотивация")
    assert (made.starts, made.ends) == (year.cycle.starts, year.cycle.ends)
