"""The life of an order: a draft until signed, in force until it lapses."""

from django.db.models import TextChoices


class OrderState(TextChoices):
    DRAFT = "draft", "проект"
    ISSUED = "issued", "действует"
    LAPSED = "lapsed", "утратил силу"


class OrderLevel(TextChoices):
    """Who issued it: how high it stands."""

    FEDERAL = "federal", "Федеральный"
    REGIONAL = "regional", "Региональный"
    MUNICIPAL = "municipal", "Муниципальный"
    SCHOOL = "school", "Школьный"


class RelationKind(TextChoices):
    """What an order does to an earlier one."""

    AMENDS = "amends", "изменяет"
    REPLACES = "replaces", "заменяет"
    CANCELS = "cancels", "отменяет"


#: the same from the other side: «заменён приказом № 31»
PASSIVE: dict[RelationKind, str] = {
    RelationKind.AMENDS: "изменён",
    RelationKind.REPLACES: "заменён",
    RelationKind.CANCELS: "отменён",
}

#: the earlier order is out of force from the day of the later one
ENDS_THE_EARLIER = frozenset({RelationKind.REPLACES, RelationKind.CANCELS})

# a lapsed order may come back: somebody took the wrong one
TRANSITIONS: dict[OrderState, frozenset[OrderState]] = {
    OrderState.DRAFT: frozenset({OrderState.ISSUED}),
    OrderState.ISSUED: frozenset({OrderState.LAPSED}),
    OrderState.LAPSED: frozenset({OrderState.ISSUED}),
}

# Whose move: who is awaited while an order is in a state; None where nobody is.
MOVES: dict[OrderState, str | None] = {
    OrderState.DRAFT: "ход руководителя",
    OrderState.ISSUED: None,
    OrderState.LAPSED: None,
}
