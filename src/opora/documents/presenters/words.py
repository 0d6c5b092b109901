"""Chips and short words of a document."""

from datetime import date

from django.urls import reverse
from django.utils.safestring import SafeString

from opora.access import Actor, Role
from opora.documents.checks.rulebook import Severity
from opora.documents.models import Document
from opora.documents.rules import WRITERS
from opora.documents.states import MOVES, DocumentState, RemarkState
from opora.ui.markup import Tone, badge, move_chip

_TONES: dict[DocumentState, tuple[Tone, str]] = {
    DocumentState.REWORK: ("mid", "■"),
    DocumentState.CONFIRMED: ("low", "✓"),
    DocumentState.ASSESSED: ("low", "✓"),
}
_CHIPS = {state.value: badge(state.label, *_TONES.get(state, ("none", ""))) for state in DocumentState}

SEVERITIES: dict[Severity, SafeString] = {
    Severity.ERROR: badge("ошибка", "high", "▲"),
    Severity.WARNING: badge("вероятно, ошибка", "mid", "■"),
    Severity.ADVICE: badge("совет"),
}
_REMARKS: dict[str, SafeString] = {
    RemarkState.OPEN.value: badge(RemarkState.OPEN.label, "mid", "■"),
    RemarkState.MENDED.value: badge(RemarkState.MENDED.label, "move", "→"),
    RemarkState.ACCEPTED.value: badge(RemarkState.ACCEPTED.label, "low", "✓"),
    RemarkState.WITHDRAWN.value: badge(RemarkState.WITHDRAWN.label),
}
_ZONES: dict[str, tuple[Tone, str]] = {
    "red": ("high", "▲"),
    "yellow": ("mid", "■"),
    "green": ("low", "●"),
}


def state_chip(state: str) -> SafeString:
    return _CHIPS[state]


def remark_chip(state: str) -> SafeString:
    return _REMARKS[state]


def zone_chip(code: str, title: str) -> SafeString:
    return badge(title, *_ZONES.get(code, ("none", "")))


#: of a document of a territory others are awaited
_OF_TERRITORY = {"ход школы": "ход муниципалитета", "ход куратора": "ход региона"}


def whose_move(actor: Actor, state: str, since: date, *, of_territory: bool = False) -> SafeString | str:
    """«ваш ход с 19 ноября», «ход куратора с …»; empty where nobody is awaited."""
    whose = MOVES[DocumentState(state)]
    if whose is None:
        return ""
    if of_territory:
        whose = _OF_TERRITORY.get(whose, whose)
    mine = is_mine(actor, state, of_territory=of_territory)
    return move_chip(whose.removeprefix("ход "), since, mine=mine)


def is_mine(actor: Actor, state: str, *, of_territory: bool = False) -> bool:
    """Whether the next step is this actor's; an administrator may step in, but nobody waits for them."""
    if actor.is_operator or actor.role in {None, Role.ADMINISTRATOR}:
        return False
    writers: tuple[Role, ...] = WRITERS
    reviewer = Role.CURATOR
    if of_territory:
        writers, reviewer = (Role.MUNICIPAL_COORDINATOR, Role.AUTHORITY_HEAD), Role.REGIONAL_COORDINATOR
    if state in {DocumentState.DRAFT, DocumentState.REWORK}:
        return actor.role in writers
    return state == DocumentState.REVIEW and actor.role is reviewer


def owner_name(document: Document) -> str:
    owner = document.school or document.territory
    return owner.name if owner else ""


def page_of(document: Document, row: str = "") -> str:
    """The address of a document, or of a row on its page."""
    return reverse("document", args=[document.pk]) + (f"#{anchor(row)}" if row else "")


def anchor(row: str) -> str:
    """«m3», «passages.analysis» → «p-analysis»."""
    return row.replace("passages.", "p-")
