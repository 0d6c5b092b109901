"""The life of a plan; how a row stands by the facts; what a person does about a row. Pure but for the choices."""

from django.db.models import TextChoices

#: of what the events of a plan are
KIND = "plan"


class PlanState(TextChoices):
    DRAFT = "draft", "проект"
    IN_FORCE = "in_force", "действует"
    CLOSED = "closed", "закрыт"


_S = PlanState

TRANSITIONS: dict[PlanState, frozenset[PlanState]] = {
    _S.DRAFT: frozenset({_S.IN_FORCE}),
    _S.IN_FORCE: frozenset({_S.CLOSED, _S.DRAFT}),
    _S.CLOSED: frozenset({_S.IN_FORCE}),
}

# Whose move: a total map over the states; None where nobody is awaited.
MOVES: dict[PlanState, str | None] = {
    _S.DRAFT: "ход координатора",
    _S.IN_FORCE: "ход ответственных",
    _S.CLOSED: None,
}

# What is done on each way: the words of the buttons.
VERBS: dict[tuple[PlanState, PlanState], str] = {
    (_S.DRAFT, _S.IN_FORCE): "Ввести в действие",
    (_S.IN_FORCE, _S.CLOSED): "Закрыть план",
    (_S.IN_FORCE, _S.DRAFT): "Вернуть в проект",
    (_S.CLOSED, _S.IN_FORCE): "Открыть снова",
}

# The same, done: the words of history.
DONE: dict[tuple[PlanState, PlanState], str] = {
    (_S.DRAFT, _S.IN_FORCE): "ввёл(а) план в действие",
    (_S.IN_FORCE, _S.CLOSED): "закрыл(а) план",
    (_S.IN_FORCE, _S.DRAFT): "вернул(а) план в проект",
    (_S.CLOSED, _S.IN_FORCE): "снова открыл(а) план",
}


class Level(TextChoices):
    """Whose plan it is: that of its territory."""

    MUNICIPAL = "municipal", "муниципальный"
    REGIONAL = "regional", "региональный"


class Part(TextChoices):
    """What somebody named in a row does about it."""

    DOES = "does", "исполняет"
    HELPS = "helps", "помогает"
    ANSWERS = "answers", "отвечает"


class Standing(TextChoices):
    """How a row stands: by the facts where it has them, else by the term and what people said."""

    LATE = "late", "просрочено"
    UNDER_WAY = "under_way", "идёт"
    NOT_BEGUN = "not_begun", "не начато"
    DONE = "done", "выполнено"
    TOLD = "told", "выполнено со слов"
    MOVED = "moved", "перенесено на следующий год"


class Told(TextChoices):
    """What a person says of a row: that it is done, in which way, or that it will not be this year."""

    DONE = "done", "выполнено"
    ONLINE = "online", "выполнено дистанционно"
    NEXT_YEAR = "next_year", "перенесено на следующий год"


#: nothing more is awaited of such a row
OVER = frozenset({Standing.DONE, Standing.TOLD, Standing.MOVED})
