"""The life of a visit, how it goes, what is asked at it. One transition table."""

from django.db.models import TextChoices


class VisitState(TextChoices):
    PLANNED = "planned", "запланировано"
    DONE = "done", "проведено"
    CANCELLED = "cancelled", "отменено"


_S = VisitState

# a planned visit that is moved stays planned: each move is a row of its own
TRANSITIONS: dict[VisitState, frozenset[VisitState]] = {
    _S.PLANNED: frozenset({_S.PLANNED, _S.DONE, _S.CANCELLED}),
    _S.DONE: frozenset({_S.DONE}),
    _S.CANCELLED: frozenset(),
}

# Whose move: a total map over the states; None where nobody is awaited.
MOVES: dict[VisitState, str | None] = {
    _S.PLANNED: "ход посещающего",
    _S.DONE: None,
    _S.CANCELLED: None,
}

# What is done on each way: the words of the buttons.
VERBS: dict[tuple[VisitState, VisitState], str] = {
    (_S.PLANNED, _S.PLANNED): "Перенести",
    (_S.PLANNED, _S.DONE): "Записать посещение",
    (_S.PLANNED, _S.CANCELLED): "Отменить",
    (_S.DONE, _S.DONE): "Дополнить запись",
}


class Way(TextChoices):
    """How the school is visited. The two are counted apart: online does not stand for presence."""

    PRESENCE = "presence", "очно"
    ONLINE = "online", "онлайн"


class Talked(TextChoices):
    HEAD = "head", "с директором"
    DEPUTIES = "deputies", "с заместителями"
    TEACHERS = "teachers", "с учителями"
    PUPILS = "pupils", "с учениками"
    PARENTS = "parents", "с родителями"


class Mark(TextChoices):
    """An answer to an item of the checklist. Nothing chosen is not an answer and is not kept."""

    YES = "yes", "да"
    PARTLY = "partly", "отчасти"
    NO = "no", "нет"
    UNSEEN = "unseen", "не смотрели"


class Phase(TextChoices):
    """Where a school stands in its year: each phase has a rhythm of its own."""

    FORMING = "forming", "формируются дорожные карты"
    RUNNING = "running", "исполняются дорожные карты"
    OVER = "over", "год не идёт"
