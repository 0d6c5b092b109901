"""The life of an objection: open until answered or taken back."""

from django.db.models import TextChoices


class ObjectionState(TextChoices):
    OPEN = "open", "ждёт ответа"
    ACCEPTED = "accepted", "принято"
    DECLINED = "declined", "отклонено"
    WITHDRAWN = "withdrawn", "отозвано школой"


class SubjectKind(TextChoices):
    FACT = "fact", "цифра результата"
    LISTING = "listing", "включение в проект списка"


TRANSITIONS: dict[ObjectionState, frozenset[ObjectionState]] = {
    ObjectionState.OPEN: frozenset(
        {ObjectionState.ACCEPTED, ObjectionState.DECLINED, ObjectionState.WITHDRAWN}
    ),
    ObjectionState.ACCEPTED: frozenset(),
    ObjectionState.DECLINED: frozenset(),
    ObjectionState.WITHDRAWN: frozenset(),
}

# Whose move: who is awaited while an objection is in a state; None where nobody is.
MOVES: dict[ObjectionState, str | None] = {
    ObjectionState.OPEN: "ход муниципалитета",
    ObjectionState.ACCEPTED: None,
    ObjectionState.DECLINED: None,
    ObjectionState.WITHDRAWN: None,
}
