"""The life of an assignment. Pure but for the choices."""

from django.db.models import TextChoices


class AssignmentState(TextChoices):
    GIVEN = "given", "ждёт исполнения"
    REPORTED = "reported", "исполнено, ждёт приёмки"
    ACCEPTED = "accepted", "принято"
    CANCELLED = "cancelled", "снято"


_S = AssignmentState

TRANSITIONS: dict[AssignmentState, frozenset[AssignmentState]] = {
    _S.GIVEN: frozenset({_S.REPORTED, _S.CANCELLED}),
    _S.REPORTED: frozenset({_S.ACCEPTED, _S.GIVEN, _S.CANCELLED}),
    _S.ACCEPTED: frozenset(),
    _S.CANCELLED: frozenset(),
}

# Whose move: a total map over the states; None where nobody is awaited.
MOVES: dict[AssignmentState, str | None] = {
    _S.GIVEN: "ход исполнителя",
    _S.REPORTED: "ход того, кто поручил",
    _S.ACCEPTED: None,
    _S.CANCELLED: None,
}

#: nobody has finished with it
OPEN = (_S.GIVEN, _S.REPORTED)
