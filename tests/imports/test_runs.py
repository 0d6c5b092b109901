"""The life of an import run: what each action writes, what a job does, what is kept."""

from datetime import datetime
from typing import Any

import pytest

from factories.people import Cast
from imports.fake_importer import DOUBTFUL, GOOD, LONG, NOT_A_NUMBER, NotesImporter, book, notes
from imports.running import jobs, run_jobs, start, told
from opora.access import WrongState
from opora.access.errors import Conflict
from opora.files.models import StoredFile
from opora.history.models import Event
from opora.imports import actions
from opora.imports.actions import CellDecision
from opora.imports.contract import Counts, MappingSheet, MappingStep, Preview, Report, Resolution
from opora.imports.models import ImportRun
from opora.imports.problems import Place, Problem
from opora.imports.sheets import Unreadable
from opora.imports.states import TRANSITIONS, RunState

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("importer")]


def test_a_good_file_is_checked_at_once_and_written_once_confirmed(cast: Cast, now: datetime) -> None:
    by = cast.municipal_coordinator

    run = start(by, now)
    checked = (run.state, notes(), jobs())
    run = actions.apply_run(run=run, turn=run.turn, by=by, at=now)

    report = run.last_report()
    assert checked == (RunState.CHECKED, [], [])
    assert (run.state, notes()) == (RunState.APPLIED, ["Анна", "Борис", "Вера"])
    assert (run.applied_at, run.applied_by_id, run.applied_by_name) == (now, by.person_id, by.name)
    assert report is not None
    assert (report.counts, report.created) == (Counts(new=3), ("Анна", "Борис", "Вера"))
    assert told() == ["добавил(а) файл для загрузки", "загрузил(а) файл"]
    assert Event.objects.filter(subject_kind="import_run").last().territory_path == run.territory_path


def test_a_second_time_writes_nothing_and_a_second_file_changes_nothing(cast: Cast, now: datetime) -> None:
    by = cast.municipal_coordinator
    run = actions.apply_run(run=start(by, now), by=by, at=now)

    with pytest.raises(actions.AlreadyApplied):
        actions.apply_run(run=run, turn=run.turn, by=by, at=now)
    again = start(by, now)

    assert again.last_report().counts == Counts(same=3)  # type: ignore[union-attr]
    assert notes() == ["Анна", "Борис", "Вера"]


def test_what_is_no_table_leaves_nothing_behind(cast: Cast, now: datetime, settings: Any) -> None:
    by = cast.municipal_coordinator
    programme = b"MZ\x90\x00" + b"\x00\x01" * 300_000

    for data in (b"", b"MZ\x90\x00" + b"\x00" * 500, programme):
        with pytest.raises(Unreadable):
            start(by, now, data=data, name="результаты.xlsx")

    assert (ImportRun.objects.count(), StoredFile.objects.count()) == (0, 0)
    assert [p for p in settings.FILES_ROOT.rglob("*") if p.is_file()] == []


def test_doubtful_cells_are_decided_kept_and_taken_back(cast: Cast, now: datetime) -> None:
    by = cast.municipal_coordinator
    run = start(by, now, DOUBTFUL)
    first, second = Resolution("Заметки", 2, "b", "7"), Resolution("Заметки", 4, "B", None)
    refused = run.state

    run = actions.resolve_cells(run=run, decisions=[CellDecision(first)], turn=1, by=by, at=now)
    half = (run.state, [p.place.cell for p in run.last_report().problems])  # type: ignore[union-attr]
    run = actions.resolve_cells(run=run, decisions=[CellDecision(second)], turn=2, by=by, at=now)
    done = (run.state, run.resolutions)
    run = actions.resolve_cells(
        run=run, decisions=[CellDecision(first, as_in_file=True)], turn=3, by=by, at=now
    )

    assert refused == RunState.REFUSED
    assert half == (RunState.REFUSED, ["B4"])
    assert done == (
        RunState.CHECKED,
        [
            {"sheet": "Заметки", "row": 2, "column": "B", "value": "7"},
            {"sheet": "Заметки", "row": 4, "column": "B", "value": None},
        ],
    )
    assert (run.state, [r["row"] for r in run.resolutions]) == (RunState.REFUSED, [4])
    assert told()[1:] == ["решил(а) спорные ячейки файла"] * 3


def test_an_unknown_table_asks_for_columns_and_can_be_asked_again(cast: Cast, now: datetime) -> None:
    by = cast.municipal_coordinator
    run = start(by, now, data=book(GOOD, headings=("Кто", "Сколько")))
    asked = (run.state, run.mapping_step())

    wrong = {"Заметки": {"A": "number", "B": "name"}}
    run = actions.set_mapping(run=run, mapping=wrong, turn=1, by=by, at=now)
    refused = run.state
    right = {"Заметки": {"A": "name", "B": "number"}}
    run = actions.set_mapping(run=run, mapping=right, turn=2, by=by, at=now)

    assert asked == (
        RunState.MAPPING,
        MappingStep(
            (
                MappingSheet(
                    "Заметки",
                    (
                        ("A", "Кто", ("Анна", "Борис", "Вера"), "name"),
                        ("B", "Сколько", ("1", "2", "None"), "number"),
                    ),
                ),
            ),
            (("name", "Имя"), ("number", "Число")),
        ),
    )
    assert (refused, run.state, run.mapping) == (RunState.REFUSED, RunState.CHECKED, right)
    recognised = start(by, now)
    with pytest.raises(WrongState, match="узнана"):
        actions.set_mapping(run=recognised, mapping=right, by=by, at=now)


def test_data_that_changed_since_the_check_refuse_the_whole_file(
    cast: Cast, now: datetime, importer: NotesImporter
) -> None:
    by = cast.municipal_coordinator
    run = start(by, now)
    ImportRun.objects.update(resolutions=[{"sheet": "Заметки", "row": 2, "column": "B", "value": "x"}])

    run = actions.apply_run(run=run, by=by, at=now)

    assert (run.state, notes()) == (RunState.REFUSED, [])
    assert [p.code for p in run.last_report().problems] == [NOT_A_NUMBER]  # type: ignore[union-attr]
    assert told()[-1] == "попробовал(а) загрузить файл, ничего не записано"


def test_a_form_of_an_earlier_check_decides_nothing(cast: Cast, now: datetime) -> None:
    by = cast.municipal_coordinator
    run = start(by, now)
    actions.check_run(run=run, turn=1, by=by, at=now)

    for decide in (actions.apply_run, actions.check_run):
        with pytest.raises(Conflict):
            decide(run=run, turn=1, by=by, at=now)

    assert notes() == []


def test_our_own_failure_is_told_and_the_file_can_be_checked_again(
    cast: Cast, now: datetime, importer: NotesImporter, caplog: pytest.LogCaptureFixture
) -> None:
    by = cast.municipal_coordinator

    def fail() -> None:
        raise ZeroDivisionError

    importer.during_check = fail
    run = start(by, now)
    broken = (run.state, run.failure)
    importer.during_check = lambda: None
    run = actions.check_run(run=run, by=by, at=now)
    importer.during_apply = fail
    run = actions.apply_run(run=run, by=by, at=now)

    assert broken == (
        "failed",
        "Работа прервалась из-за ошибки на нашей стороне, ничего не записано. "
        "Проверьте файл ещё раз; если не поможет, передайте файл администратору.",
    )
    assert (run.state, notes()) == (RunState.FAILED, [])
    assert [r.exc_info[0] for r in caplog.records if r.exc_info] == [ZeroDivisionError] * 2


def test_only_the_table_of_states_leads_on(cast: Cast, now: datetime) -> None:
    by = cast.municipal_coordinator
    leads: dict[str, set[str]] = {}
    for state in RunState:
        for name, act in (
            ("queued", actions.check_run),
            ("applied", actions.apply_run),
            ("discarded", actions.discard_run),
        ):
            run = start(by, now)
            is_applied = state == RunState.APPLIED
            ImportRun.objects.filter(pk=run.pk).update(
                state=state, applied_at=now if is_applied else None, applied_by_id=1 if is_applied else None
            )
            try:
                act(run=run, by=by, at=now)
                leads.setdefault(state, set()).add(name)
            except WrongState:
                pass

    assert leads == {
        state.value: {
            name
            for name, then in (("queued", "queued"), ("applied", "applying"), ("discarded", "discarded"))
            if then in following
        }
        for state, following in TRANSITIONS.items()
        if following and state != RunState.APPLYING
    }


def test_a_large_file_goes_to_a_job_and_the_job_to_the_end(cast: Cast, now: datetime) -> None:
    by = cast.municipal_coordinator
    who = {"person_id": by.person_id, "appointment_id": by.capacity.appointment_id}  # type: ignore[union-attr]

    run = start(by, now, LONG)
    queued = (run.state, jobs(), notes())
    run_jobs()
    run.refresh_from_db()
    checked = run.state
    run = actions.apply_run(run=run, turn=1, by=by, at=now)
    applying = (run.state, notes())
    run_jobs()
    run_jobs()
    run.refresh_from_db()

    assert queued == (RunState.QUEUED, [("imports.check", {"run_id": run.pk, "turn": 1, **who})], [])
    assert (checked, applying) == (RunState.CHECKED, (RunState.APPLYING, []))
    assert jobs()[1:] == [("imports.apply", {"run_id": run.pk, "turn": 2, **who})]
    assert (run.state, len(notes()), run.applied_by_name) == (RunState.APPLIED, 60, by.name)
    assert told() == ["добавил(а) файл для загрузки", "отправил(а) файл на запись", "загрузил(а) файл"]


def test_a_discarded_run_is_not_brought_back_by_its_job(cast: Cast, now: datetime) -> None:
    by = cast.municipal_coordinator
    run = start(by, now, LONG)

    actions.discard_run(run=run, by=by, at=now)
    run_jobs()

    run.refresh_from_db()
    assert (run.state, run.report) == (RunState.DISCARDED, None)


def test_a_job_that_is_given_up_says_so(cast: Cast, now: datetime) -> None:
    from opora.jobs.seam import give_up

    run = start(cast.municipal_coordinator, now, LONG)
    [(name, kwargs)] = jobs()

    give_up(name, kwargs)

    run.refresh_from_db()
    assert (run.state, run.failure.split(",")[0]) == (
        RunState.FAILED,
        "Работа прерывалась несколько раз подряд",
    )


def test_a_report_is_kept_whole_up_to_a_thousand_problems() -> None:
    def problem(row: int, *, stops: bool) -> Problem:
        return Problem(Place("Л", row, "A"), "1", NOT_A_NUMBER, "так нельзя", ("1",), stops=stops)

    small = Report(
        "вид",
        Counts(1, 2, 3),
        6,
        problems=(problem(1, stops=True), problem(2, stops=False)),
        preview=Preview(("а", "б"), (("1", "2"),)),
        mapping=MappingStep((MappingSheet("Л", (("A", "з", ("1",), "t"),)),), (("t", "Т"),)),
        created=("Анна",),
    )
    large = Report(
        "вид",
        Counts(),
        0,
        problems=tuple(problem(row, stops=row > 1500) for row in range(1, 1503)),
        created=tuple("x" * 250),
    )

    kept = Report.from_json(large.as_json())
    unknown = Report.from_json(
        small.as_json() | {"problems": [small.as_json()["problems"][0] | {"code": "gone"}]}
    )

    assert Report.from_json(small.as_json()) == small
    assert (len(kept.problems), kept.more_problems, len(kept.created), kept.more_created) == (
        1000,
        502,
        200,
        50,
    )
    # what stops the import is never among those left out
    assert (kept.is_refused, [p.place.row for p in kept.problems[:3]]) == (True, [1501, 1502, 1])
    assert Report.from_json(kept.as_json()) == kept
    assert unknown.problems[0].code == "retired-code"
