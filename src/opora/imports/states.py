"""The life of an import run. A refused or failed run wrote nothing and may be checked again."""

from django.db.models import TextChoices

from opora.access import WrongState


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
WORKING = frozenset({RunState.QUEUED, RunState.APPLYING})
#: from where columns and cells may be decided anew: nothing runs and nothing is written yet
OPEN = frozenset(state for state, following in TRANSITIONS.items() if RunState.QUEUED in following)

_NOT_NOW: dict[RunState, str] = {
    RunState.QUEUED: "Файл ещё проверяется. Дождитесь конца проверки.",
    RunState.MAPPING: "Сначала назначьте столбцы.",
    RunState.REFUSED: "В файле есть что исправить. Решите спорные ячейки или загрузите исправленный файл.",
    RunState.CHECKED: "Файл уже проверен. Загрузите его или отмените загрузку.",
    RunState.APPLYING: "Файл уже записывается. Дождитесь конца: страница покажет, что получилось.",
    RunState.APPLIED: "Файл уже загружен. Чтобы изменить данные, загрузите исправленный файл.",
    RunState.FAILED: "Загрузка прервалась. Проверьте файл ещё раз.",
    RunState.DISCARDED: "Загрузка отменена. Загрузите файл заново.",
}


def check_transition(now: RunState, then: RunState) -> None:
    """Raises WrongState, with what to do instead, where the table does not lead from `now` to `then`."""
    if then not in TRANSITIONS[now]:
        raise WrongState(_NOT_NOW[now])
