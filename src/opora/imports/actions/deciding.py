"""What a person decides between the check and the applying: columns, doubtful cells, another check, no."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from django.db import transaction

from opora.access import Actor, WrongState
from opora.imports.actions.checking import ask_for_check
from opora.imports.actions.settling import give_up_unkept, open_for, tell, with_file
from opora.imports.contract import Resolution
from opora.imports.models import ImportRun
from opora.imports.queries import resolutions_of
from opora.imports.sheets import column_number
from opora.imports.states import RunState, check_transition


@dataclass(frozen=True, slots=True)
class CellDecision:
    """A cell and what to do with it: take `cell.value` (None: leave it empty), or go back to the file's."""

    cell: Resolution
    as_in_file: bool = False


@transaction.atomic
def set_mapping(
    *,
    run: ImportRun,
    mapping: Mapping[str, Mapping[str, str]],
    turn: int | None = None,
    by: Actor,
    at: datetime,
) -> ImportRun:
    """Say what the columns are ({sheet: {letter: target}}, targets not empty) and check again."""
    held = with_file(open_for(run, turn=turn, by=by))
    if held.columns is None:
        raise WrongState("Таблица узнана, назначать столбцы не нужно.")
    # sheets that were asked about and got no column stay in the mapping: they are left out on purpose
    asked: dict[str, dict[str, str]] = {each["sheet"]: {} for each in held.columns["sheets"]}
    held.mapping = asked | {sheet: dict(columns) for sheet, columns in mapping.items()}
    ask_for_check(held, by=by, at=at)
    tell(held, "назначил(а) столбцы файла", by=by, at=at)
    return held


@transaction.atomic
def resolve_cells(
    *, run: ImportRun, decisions: Iterable[CellDecision], turn: int | None = None, by: Actor, at: datetime
) -> ImportRun:
    """Decide doubtful cells, keeping what was decided before, and check again."""
    held = with_file(open_for(run, turn=turn, by=by))
    decisions = list(decisions)
    cells = {_place(cell): cell for cell in resolutions_of(held)}
    for decision in decisions:
        if decision.as_in_file:
            cells.pop(_place(decision.cell), None)
        else:
            cells[_place(decision.cell)] = replace(decision.cell, column=decision.cell.column.upper())
    held.resolutions = [asdict(cells[place]) for place in sorted(cells)]
    ask_for_check(held, by=by, at=at)
    tell(held, "решил(а) спорные ячейки файла", by=by, at=at, note=f"ячеек: {len(decisions)}")
    return held


def _place(cell: Resolution) -> tuple[str, int, int]:
    return cell.sheet, cell.row, column_number(cell.column)


@transaction.atomic
def check_run(*, run: ImportRun, turn: int | None = None, by: Actor, at: datetime) -> ImportRun:
    """Check once more: the data around the file may have changed, or the last check broke off."""
    held = with_file(open_for(run, turn=turn, by=by))
    ask_for_check(held, by=by, at=at)
    tell(held, "проверил(а) файл ещё раз", by=by, at=at)
    return held


@transaction.atomic
def discard_run(*, run: ImportRun, by: Actor, at: datetime) -> ImportRun:
    """Give the import up: nothing was written from it. The file stays with the run where its kind keeps it."""
    held = open_for(run, turn=None, by=by)
    check_transition(RunState(held.state), RunState.DISCARDED)
    held.state, held.state_since = RunState.DISCARDED, at
    held.save()
    give_up_unkept(held, at=at)
    tell(held, "отменил(а) загрузку файла", by=by, at=at)
    return held
