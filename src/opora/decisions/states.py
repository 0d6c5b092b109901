"""The life of a management decision: from the word to what it led to."""

from django.db.models import TextChoices


class DecisionState(TextChoices):
    ADOPTED = "adopted", "принято"
    EXECUTING = "executing", "исполняется"
    EXECUTED = "executed", "исполнено"
    ASSESSED = "assessed", "эффект оценён"
    CANCELLED = "cancelled", "отменено"


# tasks given later take an executed decision back to work
TRANSITIONS: dict[DecisionState, frozenset[DecisionState]] = {
    DecisionState.ADOPTED: frozenset(
        {DecisionState.EXECUTING, DecisionState.EXECUTED, DecisionState.CANCELLED}
    ),
    DecisionState.EXECUTING: frozenset({DecisionState.EXECUTED, DecisionState.CANCELLED}),
    DecisionState.EXECUTED: frozenset({DecisionState.EXECUTING, DecisionState.ASSESSED}),
    DecisionState.ASSESSED: frozenset({DecisionState.EXECUTING}),
    DecisionState.CANCELLED: frozenset(),
}

# Whose move: who is awaited while a decision is in a state; None where nobody is.
MOVES: dict[DecisionState, str | None] = {
    DecisionState.ADOPTED: "ход того, кто решил",
    DecisionState.EXECUTING: "ход исполнителей",
    DecisionState.EXECUTED: "ход того, кто решил",
    DecisionState.ASSESSED: None,
    DecisionState.CANCELLED: None,
}

OPEN = frozenset({DecisionState.ADOPTED, DecisionState.EXECUTING})
