"""Who may start an import run, see it and decide about it, and for whom it waits."""

from datetime import datetime

import pytest
from django.utils import timezone

from factories.people import Cast, actor, appointed
from imports.fake_importer import DOUBTFUL, LONG, REFUSAL, notes
from imports.running import run_jobs, start
from opora.access import Refused, Role
from opora.access.actor import operator
from opora.appointments.models import Appointment
from opora.appointments.session import actor_for
from opora.imports import actions, queries
from opora.imports.models import ImportRun
from opora.imports.rules import DECIDE, SEE_RUN, home_path
from opora.imports.states import RunState
from opora.inbox import Reason

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("importer")]


def test_a_job_acts_with_the_rights_of_its_moment(cast: Cast, now: datetime) -> None:
    by = cast.municipal_coordinator
    run = start(by, now, LONG)
    run_jobs()
    actions.apply_run(run=run, by=by, at=now)

    Appointment.objects.filter(pk=by.capacity.appointment_id).delete()  # type: ignore[union-attr]
    run_jobs()

    run.refresh_from_db()
    assert (run.state, notes()) == (RunState.FAILED, [])
    assert run.failure == (
        "Назначение, от которого начата загрузка, больше не действует. "
        "Начните загрузку заново в той роли, которая есть сейчас. Ничего не записано."
    )


def test_who_may_start_and_the_operator_has_a_command(cast: Cast, now: datetime) -> None:
    for name, each in cast.parts().items():
        may = each.role in {
            Role.MUNICIPAL_COORDINATOR,
            Role.REGIONAL_COORDINATOR,
            Role.ADMINISTRATOR,
            Role.SCHOOL_HEAD,
        }
        if may:
            assert start(each, now).state == RunState.CHECKED, name
        else:
            with pytest.raises(Refused, match=REFUSAL[:20]):
                start(each, now)
    with pytest.raises(Refused, match="opora import"):
        start(operator(), now)


def test_who_sees_a_run_and_who_decides_about_it(cast: Cast, now: datetime) -> None:
    w = cast.world
    colleague = actor(Role.MUNICIPAL_COORDINATOR, w.municipality, surname="Сменная")
    wide = actor(Role.MUNICIPAL_COORDINATOR, w.municipality, w.neighbour_municipality, surname="Широкая")
    parts = cast.parts() | {"colleague": colleague, "wide": wide}
    municipal = start(cast.municipal_coordinator, now)
    schools = start(cast.school_head, now)
    seen = {name: set(queries.visible_to(each).values_list("pk", flat=True)) for name, each in parts.items()}

    # a school's run lies where the school lies: its coordinators see it and leave the decision to the school
    assert (schools.territory_path, schools.is_from_school) == (w.municipality.path, True)
    both = {municipal.pk, schools.pk}
    expected = {name: set[int]() for name in parts} | {
        "school_head": {schools.pk},
        "municipal_coordinator": both,
        "colleague": both,
        "authority_head": both,
        "wide": both,
        "regional_coordinator": both,
        "regional_project_head": both,
        "federal_operator": both,
        "administrator": both,
    }
    assert seen == expected
    # the rule that documents it and the condition of the database are one decision
    for name, each in parts.items():
        assert {run.pk for run in (municipal, schools) if SEE_RUN.can(each, run)} == seen[name], name
    assert [name for name, each in parts.items() if DECIDE.can(each, municipal)] == [
        "municipal_coordinator",
        "colleague",
    ]
    assert [name for name, each in parts.items() if DECIDE.can(each, schools)] == ["school_head"]
    assert (home_path(wide), home_path(cast.administrator)) == (w.region.path, "")
    with pytest.raises(Refused, match="Решает тот"):
        actions.apply_run(run=municipal, by=cast.regional_coordinator, at=now)


def test_the_author_in_another_role_is_told_to_switch(cast: Cast, now: datetime) -> None:
    by = cast.municipal_coordinator
    run = start(by, now)
    person = appointed(Role.CURATOR, cast.world.school)
    other = actor_for(person, on=now.date())
    ImportRun.objects.update(created_by_id=person.pk)

    run.refresh_from_db()
    assert DECIDE.refusal(other, run) == (
        "В той роли, в которой вы сейчас, этот вид файлов не загружают. Переключитесь на другую роль."
    )
    with pytest.raises(Refused):
        actions.discard_run(run=run, by=other, at=now)


def test_what_waits_for_me(cast: Cast, now: datetime) -> None:
    by = cast.municipal_coordinator
    refused, checked = start(by, now, DOUBTFUL), start(by, now)
    actions.apply_run(run=start(by, now), by=by, at=now)
    actions.discard_run(run=start(by, now), by=by, at=now)
    start(by, now, LONG)
    start(cast.neighbour_municipal_coordinator, now)

    since = timezone.localdate(now)
    assert [(w.reason, w.title, w.url, w.since) for w in queries.waiting_for(by)] == [
        (Reason.MEND, "Файл «заметки.xlsx» есть что исправить", f"/imports/{refused.pk}/", since),
        (Reason.DECIDE, "Файл «заметки.xlsx» проверен, ждёт решения", f"/imports/{checked.pk}/", since),
    ]
    assert queries.waiting_for(cast.stranger) == []
