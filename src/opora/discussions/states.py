"""The life of a call by name: it waits until the person answers or says that it was read."""

from django.db.models import TextChoices


class MentionState(TextChoices):
    OPEN = "open", "ждёт ответа"
    READ = "read", "прочитано"
    ANSWERED = "answered", "есть ответ"


TRANSITIONS: dict[MentionState, frozenset[MentionState]] = {
    MentionState.OPEN: frozenset({MentionState.READ, MentionState.ANSWERED}),
    MentionState.READ: frozenset(),
    MentionState.ANSWERED: frozenset(),
}

# Whose move: who is awaited while a call is in a state; None where nobody is.
MOVES: dict[MentionState, str | None] = {
    MentionState.OPEN: "ход того, кого назвали",
    MentionState.READ: None,
    MentionState.ANSWERED: None,
}
