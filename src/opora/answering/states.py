"""The life of a school card: filled in, sent, taken back to be corrected."""

from django.db.models import TextChoices


class CardState(TextChoices):
    DRAFT = "draft", "заполняется"
    SENT = "sent", "отправлена"


TRANSITIONS: dict[CardState, frozenset[CardState]] = {
    CardState.DRAFT: frozenset({CardState.SENT}),
    CardState.SENT: frozenset({CardState.DRAFT}),
}

# Whose move: who is awaited while a card is in a state; None where nobody is.
MOVES: dict[CardState, str | None] = {
    CardState.DRAFT: "ход школы: заполнить и отправить",
    CardState.SENT: None,
}
