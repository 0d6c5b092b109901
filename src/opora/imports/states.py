"""The life of an import run. A refused or failed run wrote nothing and may be checked again."""

from django.db.models import TextChoices


class RunState(TextChoices):
    QUEUED = "queued", "проверяется"
    MAPPING = "mapping", "ждёт назначения столбцов"
    REFUSED = "refused", "есть что исправить"
    CHECKED = "checked", "проверен, ждёт решения"
    APPLYING = "applying", "записывается"
    APPLIED = "applied", "загружен"
    FAILED = "failed", "прервался"
    DISCARDED = "discarded", "отменён"


TRANSITIONS: dict[RunState, frozenset[RunState]] = {
    RunState.QUEUED: frozenset(
        {RunState.MAPPING, RunState.REFUSED, RunState.CHECKED, RunState.FAILED, RunState.DISCARDED}
    ),
    RunState.MAPPING: frozenset({RunState.QUEUED, RunState.DISCARDED}),
    RunState.REFUSED: frozenset({RunState.QUEUED, RunState.DISCARDED}),
    RunState.CHECKED: frozenset({RunState.QUEUED, RunState.APPLYING, RunState.DISCARDED}),
    RunState.APPLYING: frozenset({RunState.APPLIED, RunState.REFUSED, RunState.FAILED}),
    RunState.APPLIED: frozenset(),
    RunState.FAILED: frozenset({RunState.QUEUED, RunState.DISCARDED}),
    RunState.DISCARDED: frozenset(),
}

_YOURS = "ход того, кто загрузил файл"
MOVES: dict[RunState, str | None] = {
    RunState.QUEUED: None,
    RunState.MAPPING: _YOURS,
    RunState.REFUSED: _YOURS,
    RunState.CHECKED: _YOURS,
    RunState.APPLYING: None,
    RunState.APPLIED: None,
    RunState.FAILED: _YOURS,
    RunState.DISCARDED: None,
}
WAITING = frozenset(state for state, move in MOVES.items() if move)
