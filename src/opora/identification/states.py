"""A yearly list's life, the kinds of lists, the grounds of the rule. Pure Python."""

import enum

from django.db.models import TextChoices


class ListKind(TextChoices):
    LOW = "low", "ШНОР"
    HARD = "hard", "ШНСУ"
    BIASED = "biased", "Признаки необъективности (федеральный перечень)"


LIST_NAMES: dict[ListKind, str] = {
    ListKind.LOW: "Школы с низкими образовательными результатами",
    ListKind.HARD: "Школы в неблагоприятных социальных условиях",
    ListKind.BIASED: "Школы с признаками необъективных результатов",
}


class ListState(TextChoices):
    DRAFT = "draft", "проект"
    OBJECTIONS = "objections", "проект открыт для возражений"
    APPROVED = "approved", "утверждён"
    SUPERSEDED = "superseded", "заменён новым"


TRANSITIONS: dict[ListState, frozenset[ListState]] = {
    ListState.DRAFT: frozenset({ListState.OBJECTIONS, ListState.APPROVED}),
    ListState.OBJECTIONS: frozenset({ListState.DRAFT, ListState.APPROVED}),
    ListState.APPROVED: frozenset({ListState.SUPERSEDED}),
    ListState.SUPERSEDED: frozenset(),
}

# What is done on each way from state to state: the words of the diagram and of the buttons.
VERBS: dict[tuple[ListState, ListState], str] = {
    (ListState.DRAFT, ListState.OBJECTIONS): "открыть для возражений",
    (ListState.DRAFT, ListState.APPROVED): "утвердить",
    (ListState.OBJECTIONS, ListState.DRAFT): "вернуть в проект",
    (ListState.OBJECTIONS, ListState.APPROVED): "утвердить",
    (ListState.APPROVED, ListState.SUPERSEDED): "утвердить новый",
}

# Whose move: a total map over the states; None where nobody is awaited.
MOVES: dict[ListState, str | None] = {
    ListState.DRAFT: "ход муниципалитета",
    ListState.OBJECTIONS: "ход школ",
    ListState.APPROVED: None,
    ListState.SUPERSEDED: None,
}

OPEN_STATES = (ListState.DRAFT, ListState.OBJECTIONS)
IN_FORCE_STATES = (ListState.APPROVED, ListState.SUPERSEDED)


def diagram() -> str:
    """The life of a list as a Mermaid state diagram, for `docs/states/`."""
    lines = ["stateDiagram-v2", f"    [*] --> {ListState.DRAFT}"]
    lines += [f"    {state} : {state.label}" for state in ListState]
    for state in ListState:
        for target in ListState:
            if target in TRANSITIONS[state]:
                lines.append(f"    {state} --> {target} : {VERBS[state, target]}")
    lines.append(f"    {ListState.SUPERSEDED} --> [*]")
    return "\n".join(lines) + "\n"


class Mode(enum.StrEnum):
    """How the grounds «count» and «repeat» are joined: the wording of the source allows both."""

    OR = "or"
    AND = "and"


MODE_TITLES: dict[Mode, str] = {
    Mode.OR: "достаточно одного основания",
    Mode.AND: "нужны оба основания",
}


class GroundKind(enum.StrEnum):
    """Why the rule selects a school."""

    COUNT = "count"
    REPEAT = "repeat"
    QUARTILE = "quartile"
    EGE = "ege"


GROUND_TITLES: dict[GroundKind, str] = {
    GroundKind.COUNT: "несколько процедур в последнем году",
    GroundKind.REPEAT: "одна и та же процедура два года подряд",
    GroundKind.QUARTILE: "худшая четверть школ региона",
    GroundKind.EGE: "минимум ЕГЭ",
}
