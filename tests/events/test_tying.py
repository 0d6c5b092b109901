"""Tying an event to a row of a plan, a direction of a school, a document."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import NOW
from factories.events import event_of
from factories.people import signed_in
from opora.access import Actor
from opora.access.actor import operator
from opora.documents.models import Document
from opora.events.models import Event, EventLink
from opora.history.models import Event as Past
from opora.organisations.models import Organisation
from opora.plans.actions.plans import add_plan, move_plan
from opora.plans.actions.rows import add_row
from opora.plans.content import Content
from opora.plans.models import PlanRow
from opora.plans.states import PlanState
from opora.risks.models import Direction
from opora.risks.states import DirectionState

from .conftest import LATER, Year
from .looking import post, text

pytestmark = pytest.mark.django_db


def direction(school: Organisation, year: Year, title: str, state: str = DirectionState.ACTIVE) -> Direction:
    return Direction.objects.create(
        cycle=year.cycle, school=school, factor_code=title[:10], factor_title=title, state=state,
        state_since=date(2026, 9, 1),
    )  # fmt: skip


def plan_row(year: Year, what: str, *, is_in_force: bool = True) -> PlanRow:
    by = operator()
    plan = add_plan(territory=year.place, cycle=year.cycle, title=f"План: {what}", by=by, at=NOW)
    made = add_row(plan=plan, content=Content(what=what, number="3.", fact=""), by=by, at=NOW)
    if is_in_force:
        move_plan(plan=plan, target=PlanState.IN_FORCE, by=by, at=NOW)
    return made


def page(who: Actor, event: Event, kind: str = "", words: str = "") -> str:
    return text(who, f"/events/{event.pk}/links/?kind={kind}&q={words}")


def test_a_row_of_a_plan_in_force_is_tied_once(year: Year, seminar: Event) -> None:
    who = year.cast.municipal_coordinator
    row = plan_row(year, "Семинары для учителей")
    plan_row(year, "Ещё проект", is_in_force=False)
    assert f'href="/events/{seminar.pk}/links/"' in text(who, f"/events/{seminar.pk}/")
    shown = page(who, seminar)
    assert "строка 3: Семинары для учителей" in shown
    assert "План: Семинары для учителей" in shown
    assert "Ещё проект" not in shown
    assert "Ничего не нашлось" in page(who, seminar, words="каникулы")
    url = f"/events/{seminar.pk}/links/?kind=plan-row"
    assert post(who, url, 302, thing=row.pk) == f"/events/{seminar.pk}/"
    post(who, url, 302, thing=row.pk)
    assert EventLink.objects.get().thing_id == row.pk
    assert Past.objects.filter(verb="связал(а) мероприятие").count() == 1
    assert "строка 3: Семинары для учителей" in text(who, f"/events/{seminar.pk}/")
    assert "Всё уже связано" in page(who, seminar)


def test_active_directions_of_the_schools_that_are_asked(year: Year, seminar: Event) -> None:
    who = year.cast.municipal_coordinator
    active = direction(year.school, year, "Чтение")
    found = direction(year.school, year, "Счёт", DirectionState.FOUND)
    own = event_of(year.school, year.cycle, LATER, now=NOW)
    elsewhere = direction(year.second, year, "Письмо")
    shown = page(who, seminar, "direction")
    assert "Чтение</div>" in shown and f"{year.school.name}</div>" in shown
    assert "Счёт" not in page(who, seminar, "direction")
    assert "Чтение" not in page(who, seminar, "direction", "письмо")
    assert "Письмо" not in page(who, own, "direction")
    for thing in (found.pk, elsewhere.pk, 0, "x", 10**17):
        post(who, f"/events/{own.pk}/links/?kind=direction", 409, thing=thing)
    post(who, f"/events/{own.pk}/links/?kind=direction", 302, thing=active.pk)
    assert f"/risks/directions/{active.pk}/" in text(who, f"/events/{own.pk}/")
    # who holds it no more than reads it: a teacher sees the tie and may not make one
    text(year.cast.teacher, f"/events/{seminar.pk}/links/", 403)
    text(year.cast.neighbour_municipal_coordinator, f"/events/{seminar.pk}/links/", 404)


def test_documents_of_the_place(year: Year, seminar: Event) -> None:
    document = Document.objects.create(
        cycle=year.cycle, version=seminar.version, kind="medium-term", school=year.school,
        title="Среднесрочная программа", state_since=date(2026, 9, 1), made_at=NOW, made_by_name="Завучева",
        changed_at=NOW, changed_by_name="Завучева",
    )  # fmt: skip
    who = year.cast.municipal_coordinator
    assert document.title in page(who, seminar, "document")
    post(who, f"/events/{seminar.pk}/links/?kind=document", 302, thing=document.pk)
    assert f"/documents/{document.pk}/" in text(who, f"/events/{seminar.pk}/")


@pytest.mark.parametrize("kind", ["plan-row", "direction", "document"])
def test_the_choice_asks_as_much_of_ten_things_as_of_one(year: Year, seminar: Event, kind: str) -> None:
    client = signed_in(year.cast.municipal_coordinator)
    counts = []
    for many in (1, 9):
        for n in range(many):
            plan_row(year, f"Работа {many}-{n}")
            direction(year.school, year, f"{many}-{n} фактор")
        client.get(f"/events/{seminar.pk}/links/?kind={kind}")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/events/{seminar.pk}/links/?kind={kind}").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
