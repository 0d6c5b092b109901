"""Writing plans and rows: rights, states, two people at once, one event each."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from conftest import NOW
from opora.access import Actor, Conflict, Refused, WrongState
from opora.history.models import Event
from opora.plans.actions.plans import add_plan, change_plan, delete_plan, move_plan
from opora.plans.actions.rows import (
    add_row,
    change_row,
    delete_row,
    link,
    move_row,
    take_word_back,
    tell_done,
    unlink,
)
from opora.plans.content import Content
from opora.plans.models import Plan, PlanRow
from opora.plans.states import DONE, TRANSITIONS, VERBS, Level, Part, PlanState, Told
from opora.references import Reference

from .conftest import Year
from .making import plan, row


def verbs() -> list[tuple[str, str]]:
    return list(Event.objects.filter(subject_kind="plan").order_by("id").values_list("verb", "note"))


def begun(year: Year, by: Actor | None = None, title: str = "План") -> Plan:
    return add_plan(
        territory=year.place, cycle=year.cycle, title=title, by=by or year.cast.municipal_coordinator, at=NOW
    )


def test_every_way_has_its_words() -> None:
    ways = {(origin, target) for origin, targets in TRANSITIONS.items() for target in targets}
    assert set(VERBS) == set(DONE) == ways


def test_a_plan_is_begun_once_under_a_title(year: Year) -> None:
    made = begun(year, title="  План   поддержки ")
    assert (made.title, made.level, made.state) == ("План поддержки", Level.MUNICIPAL, PlanState.DRAFT)
    with pytest.raises(ValidationError, match="уже есть план"):
        begun(year, title="план ПОДДЕРЖКИ")
    with pytest.raises(ValidationError, match="Назовите план"):
        begun(year, title=" ")
    with pytest.raises(IntegrityError, match="plan_title_once"), transaction.atomic():
        copy = Plan.objects.get(pk=made.pk)
        copy.pk = None
        copy.title = "ПЛАН поддержки"
        copy.save(force_insert=True)
    assert verbs() == [("завёл(а) план", "")]


def test_who_writes_a_plan(year: Year) -> None:
    cast = year.cast
    made = begun(year)
    may = []
    for name, who in cast.parts().items():
        try:
            with transaction.atomic():
                change_plan(
                    plan=made,
                    title=f"План {name}",
                    approved_by="",
                    order_number="",
                    order_date=None,
                    by=who,
                    at=NOW,
                )
            may.append(name)
        except Refused:
            pass
    assert may == ["municipal_coordinator", "authority_head"]
    with pytest.raises(Refused, match="другой территории"):
        begun(year, cast.neighbour_municipal_coordinator)
    with pytest.raises(Refused, match="другой территории"):
        begun(year, cast.regional_coordinator)


def test_an_empty_plan_is_not_put_in_force(year: Year) -> None:
    by, made = year.cast.municipal_coordinator, begun(year)
    with pytest.raises(WrongState, match="ни одной строки"):
        move_plan(plan=made, target=PlanState.IN_FORCE, by=by, at=NOW)
    add_row(plan=made, content=Content(what="Работа"), by=by, at=NOW)
    made = move_plan(plan=made, target=PlanState.IN_FORCE, by=by, at=NOW)
    with pytest.raises(WrongState, match="другом состоянии"):
        move_plan(plan=made, target=PlanState.IN_FORCE, by=by, at=NOW)
    with pytest.raises(WrongState, match="уже действует"):
        delete_plan(plan=made, by=by, at=NOW)
    made = move_plan(plan=made, target=PlanState.CLOSED, by=by, at=NOW)
    with pytest.raises(WrongState, match="План закрыт"):
        add_row(plan=made, content=Content(what="Ещё"), by=by, at=NOW)
    assert [verb for verb, _ in verbs()] == [
        *("завёл(а) план", "добавил(а) строку плана", "ввёл(а) план в действие", "закрыл(а) план"),
    ]


def test_a_draft_is_deleted_with_its_rows(year: Year) -> None:
    by, made = year.cast.municipal_coordinator, begun(year)
    add_row(plan=made, content=Content(what="Работа"), by=by, at=NOW)
    delete_plan(plan=made, by=by, at=NOW)
    assert (Plan.objects.count(), PlanRow.objects.count()) == (0, 0)
    assert verbs()[-1] == ("удалил(а) проект плана", "строк: 1")
    with pytest.raises(WrongState, match="План удалён"):
        move_plan(plan=made, target=PlanState.IN_FORCE, by=by, at=NOW)


def test_a_row_is_read_as_it_is_written(year: Year) -> None:
    by, made = year.cast.municipal_coordinator, begun(year)
    head = year.cast.school_head
    content = Content(
        what="Анализ рискового профиля",
        number="16.",
        term="с 10.03 по 15.03",
        people=[
            (Part.DOES, "кураторы"),
            (Part.ANSWERS, "Директорова М. П."),
            (Part.ANSWERS, "Директорова М. П."),
        ],
        school_ids=[year.own.pk],
    )
    kept = add_row(plan=made, content=content, by=by, at=NOW)
    assert (kept.position, kept.starts, kept.ends, kept.is_understood) == (
        *(1, date(2027, 3, 10), date(2027, 3, 15), True),
    )
    assert (kept.kind_of_work, kept.fact, list(kept.schools.all())) == (
        "risk-analysis",
        "profiles",
        [year.own],
    )
    assert list(kept.responsible.values_list("part", "name", "person_id", "role")) == [
        (Part.DOES, "кураторы", None, "curator"),
        (Part.ANSWERS, "Директорова М. П.", head.person_id, ""),
    ]
    with pytest.raises(ValidationError, match="Напишите, что делается"):
        add_row(plan=made, content=Content(what=" "), by=by, at=NOW)


def test_an_impossible_term_stays_words(year: Year) -> None:
    by, made = year.cast.municipal_coordinator, begun(year)
    for term in ("с 30.04.2027 по 10.04.2027", "когда получится", "июнь 2027 — март 2027"):
        kept = add_row(plan=made, content=Content(what="Работа", term=term), by=by, at=NOW)
        assert kept.starts is None or kept.ends is None or kept.starts <= kept.ends
        assert kept.term == term


def test_two_people_at_one_row(year: Year) -> None:
    by, made = year.cast.municipal_coordinator, begun(year)
    kept = add_row(plan=made, content=Content(what="Работа", term="март 2027", fact=""), by=by, at=NOW)
    changed = Content(what="Работа", term="май 2027", number="1", fact="")
    now = change_row(row=kept, content=changed, revision=1, by=by, at=NOW)
    assert (now.revision, now.term) == (2, "май 2027")
    with pytest.raises(Conflict, match="только что изменили"):
        change_row(row=kept, content=Content(what="Другая", fact=""), revision=1, by=by, at=NOW)
    with pytest.raises(Conflict):
        delete_row(row=kept, revision=1, by=by, at=NOW)
    before = len(verbs())
    assert change_row(row=kept, content=changed, revision=2, by=by, at=NOW).revision == 2
    assert len(verbs()) == before
    assert verbs()[-1] == (
        "изменил(а) строку плана",
        "1. Работа: номер: «» → «1»; срок: «март 2027» → «май 2027»",
    )
    delete_row(row=kept, revision=2, by=by, at=NOW)
    with pytest.raises(WrongState, match="Строку удалили"):
        delete_row(row=kept, revision=2, by=by, at=NOW)


def test_rows_change_places(year: Year) -> None:
    by, made = year.cast.municipal_coordinator, plan(year.place, year.cycle)
    first, second = row(made, "Первая"), row(made, "Вторая")
    move_row(row=second, up=True, by=by, at=NOW)
    assert [each.what for each in made.rows.all()] == ["Вторая", "Первая"]
    before = len(verbs())
    move_row(row=second, up=True, by=by, at=NOW)
    move_row(row=first, up=False, by=by, at=NOW)
    assert len(verbs()) == before


def test_words_mark_a_row_only_where_no_fact_does(year: Year) -> None:
    cast = year.cast
    assert cast.school_head.person_id, "appointed before the row names her"
    made = plan(year.place, year.cycle)
    spoken = row(made, "Словами", people=["Директорова М. П.", "кураторы"])
    marked = row(made, "Фактом", fact="profiles", people=["кураторы"])
    for who in (cast.teacher, cast.methodist, cast.school_coordinator):
        with pytest.raises(Refused, match="координатор или тот, кто в ней назван"):
            tell_done(row=spoken, words="Да", by=who, at=NOW)
    with pytest.raises(WrongState, match="отмечают факты"):
        tell_done(row=marked, words="Да", by=cast.curator, at=NOW)
    with pytest.raises(ValidationError, match="Напишите, что сделано"):
        tell_done(row=spoken, words=" ", by=cast.curator, at=NOW)
    for who in (cast.school_head, cast.curator, cast.municipal_coordinator, cast.authority_head):
        kept = tell_done(row=spoken, words="Провели 3 марта", by=who, at=NOW)
        assert (kept.told_words, kept.told_by_name) == ("Провели 3 марта", who.name)
    take_word_back(row=spoken, by=cast.curator, at=NOW)
    with pytest.raises(WrongState, match="уже сняли"):
        take_word_back(row=spoken, by=cast.curator, at=NOW)
    made.state = PlanState.DRAFT
    made.save()
    with pytest.raises(WrongState, match="ещё проект"):
        tell_done(row=spoken, words="Да", by=cast.municipal_coordinator, at=NOW)


def test_a_fact_takes_the_place_of_words(year: Year) -> None:
    by, made = year.cast.municipal_coordinator, plan(year.place, year.cycle)
    kept = tell_done(row=row(made), words="Да", by=by, at=NOW)
    now = change_row(
        row=kept,
        content=Content(what="Работа", fact="meetings", fact_least=2),
        revision=kept.revision,
        by=by,
        at=NOW,
    )
    assert (now.fact, now.fact_least, now.told_at, now.told_words) == ("meetings", 2, None, "")


def test_things_are_tied_once(year: Year) -> None:
    by, made = year.cast.municipal_coordinator, plan(year.place, year.cycle)
    kept = row(made)
    thing = Reference("order", 7, "Приказ № 7", "/orders/7/")
    before = len(verbs())
    first = link(row=kept, thing=thing, by=by, at=NOW)
    assert link(row=kept, thing=thing, by=by, at=NOW).pk == first.pk
    assert [verb for verb, _ in verbs()[before:]] == ["связал(а) строку плана"]
    unlink(row=kept, pk=first.pk, by=by, at=NOW)
    with pytest.raises(WrongState, match="Связь уже убрали"):
        unlink(row=kept, pk=first.pk, by=by, at=NOW)


def test_a_row_is_done_at_a_distance_or_put_off_with_a_reason(year: Year) -> None:
    by, made = year.cast.municipal_coordinator, plan(year.place, year.cycle)
    spoken, marked = row(made), row(made, "Фактом", fact="profiles")
    kept = tell_done(row=spoken, words="Провели в марте", how=Told.ONLINE, by=by, at=NOW)
    assert (kept.told_how, kept.told_words) == ("online", "Провели в марте")
    for how in (Told.DONE, Told.ONLINE):
        with pytest.raises(WrongState, match="отмечают факты"):
            tell_done(row=marked, words="Да", how=how, by=by, at=NOW)
    with pytest.raises(ValidationError, match="почему переносится"):
        tell_done(row=marked, words=" ", how=Told.NEXT_YEAR, by=by, at=NOW)
    with pytest.raises(Refused):
        tell_done(row=marked, words="Нет денег", how=Told.NEXT_YEAR, by=year.cast.teacher, at=NOW)
    kept = tell_done(row=marked, words="Нет денег", how=Told.NEXT_YEAR, by=by, at=NOW)
    # another fact leaves the reason where it is
    content = Content(what="Фактом", fact="curators")
    kept = change_row(row=kept, content=content, revision=kept.revision, by=by, at=NOW)
    assert (kept.fact, kept.told_how) == ("curators", "next_year")
    assert take_word_back(row=kept, by=by, at=NOW).told_how == ""
    assert "перенёс(ла) строку плана на следующий год" in dict(verbs())
