"""The life of a measure on the roadmap and of a checkpoint. Pure but for the choices."""

from django.db.models import TextChoices


class WorkState(TextChoices):
    PLANNED = "planned", "запланирована"
    RUNNING = "running", "выполняется"
    REPORTED = "reported", "на подтверждении"
    CONFIRMED = "confirmed", "подтверждена"
    RETURNED = "returned", "возвращена"
    POSTPONED = "postponed", "перенесена"
    DROPPED = "dropped", "снята"


_W = WorkState

TRANSITIONS: dict[WorkState, frozenset[WorkState]] = {
    _W.PLANNED: frozenset({_W.RUNNING, _W.REPORTED, _W.POSTPONED, _W.DROPPED}),
    _W.RUNNING: frozenset({_W.REPORTED, _W.POSTPONED, _W.DROPPED}),
    _W.REPORTED: frozenset({_W.CONFIRMED, _W.RETURNED, _W.RUNNING}),
    _W.CONFIRMED: frozenset({_W.RETURNED}),
    _W.RETURNED: frozenset({_W.REPORTED, _W.POSTPONED, _W.DROPPED}),
    _W.POSTPONED: frozenset({_W.RUNNING, _W.REPORTED, _W.POSTPONED, _W.DROPPED}),
    _W.DROPPED: frozenset({_W.PLANNED}),
}

# Whose move: a total map over the states; None where nobody is awaited.
MOVES: dict[WorkState, str | None] = {
    _W.PLANNED: "ход школы",
    _W.RUNNING: "ход школы",
    _W.REPORTED: "ход куратора",
    _W.CONFIRMED: None,
    _W.RETURNED: "ход школы",
    _W.POSTPONED: "ход школы",
    _W.DROPPED: None,
}

# What is done on each way: the words of the buttons.
VERBS: dict[tuple[WorkState, WorkState], str] = {
    (_W.PLANNED, _W.RUNNING): "Начать",
    (_W.POSTPONED, _W.RUNNING): "Начать",
    **{(state, _W.REPORTED): "Отметить выполненной" for state in (_W.PLANNED, _W.RUNNING, _W.POSTPONED)},
    (_W.RETURNED, _W.REPORTED): "Отправить снова",
    (_W.REPORTED, _W.CONFIRMED): "Подтвердить",
    (_W.REPORTED, _W.RETURNED): "Вернуть",
    (_W.REPORTED, _W.RUNNING): "Отозвать",
    (_W.CONFIRMED, _W.RETURNED): "Снять подтверждение",
    **{(state, _W.POSTPONED): "Перенести" for state in (_W.PLANNED, _W.RUNNING, _W.RETURNED, _W.POSTPONED)},
    **{(state, _W.DROPPED): "Снять" for state in (_W.PLANNED, _W.RUNNING, _W.RETURNED, _W.POSTPONED)},
    (_W.DROPPED, _W.PLANNED): "Вернуть в карту",
}

# The same, done: the words of history, by what it became.
DONE: dict[WorkState, str] = {
    _W.PLANNED: "вернул(а) меру в дорожную карту",
    _W.RUNNING: "начал(а) меру",
    _W.REPORTED: "отметил(а) меру выполненной",
    _W.CONFIRMED: "подтвердил(а) меру",
    _W.RETURNED: "вернул(а) меру",
    _W.POSTPONED: "перенёс(ла) меру",
    _W.DROPPED: "снял(а) меру",
}

#: the school still has it to do
OPEN = frozenset({_W.PLANNED, _W.RUNNING, _W.RETURNED, _W.POSTPONED})


class EvidenceKind(TextChoices):
    """What shows that a measure was done."""

    FILE = "file", "фото или файл"
    LINK = "link", "ссылка"
    FIGURE = "figure", "значение показателя"


class CheckpointState(TextChoices):
    """A stage of the year at one school."""

    OPEN = "open", "идёт"
    SENT = "sent", "ждёт заключения"
    CLOSED = "closed", "закрыт"


CHECKPOINT_TRANSITIONS: dict[CheckpointState, frozenset[CheckpointState]] = {
    CheckpointState.OPEN: frozenset({CheckpointState.SENT}),
    CheckpointState.SENT: frozenset({CheckpointState.OPEN, CheckpointState.CLOSED}),
    CheckpointState.CLOSED: frozenset(),
}

CHECKPOINT_MOVES: dict[CheckpointState, str | None] = {
    CheckpointState.OPEN: "ход школы",
    CheckpointState.SENT: "ход куратора",
    CheckpointState.CLOSED: None,
}
