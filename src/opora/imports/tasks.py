"""Background work of imports. Repeatable: `turn` says which check or applying was asked for."""

from django.utils import timezone

from opora.access.actor import operator
from opora.imports import actions
from opora.jobs.seam import periodic, task


def _given_up(
    *,
    run_id: int,
    turn: int,
    person_id: int,
    appointment_id: int | None,
) -> None:
    actions.give_up_run(run_id=run_id, turn=turn, at=timezone.now())


@task("imports.check", given_up=_given_up)
def check(*, run_id: int, turn: int, person_id: int, appointment_id: int | None) -> None:
    actions.finish_check(
        run_id=run_id, turn=turn, person_id=person_id, appointment_id=appointment_id, at=timezone.now()
    )


@task("imports.apply", given_up=_given_up)
def apply(*, run_id: int, turn: int, person_id: int, appointment_id: int | None) -> None:
    actions.finish_apply(
        run_id=run_id, turn=turn, person_id=person_id, appointment_id=appointment_id, at=timezone.now()
    )


@task("imports.annotate")
def annotate(*, run_id: int, turn: int) -> None:
    actions.annotate_run(run_id=run_id, turn=turn, at=timezone.now())


@periodic("imports.forget_files", cron="40 3 * * *")
def forget_files() -> None:
    """Every night: files of imports that were given up long ago."""
    actions.forget_files(by=operator("Опора"), at=timezone.now())
