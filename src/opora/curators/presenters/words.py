"""Chips and short words of candidates and agreements."""

from collections.abc import Sequence
from datetime import date

from django.utils.safestring import SafeString

from opora.curators.models import Candidate
from opora.curators.states import AGREEMENT_MOVES, MOVES, ON_THE_WAY, AgreementState, CandidateState
from opora.history.queries import Entry
from opora.ui.components import Event
from opora.ui.markup import badge, move_chip
from opora.ui.text import count_ru, date_ru

_S = CandidateState
_STATES: dict[CandidateState, SafeString] = {
    **{state: badge(state.label, "mid", "■") for state in ON_THE_WAY},
    _S.APPOINTED: badge(_S.APPOINTED.label, "low", "●"),
    **{state: badge(state.label) for state in (_S.REPLACED, _S.DECLINED, _S.REJECTED)},
}
_AGREEMENTS: dict[AgreementState, SafeString] = {
    AgreementState.DRAFT: badge(AgreementState.DRAFT.label, "mid", "■"),
    AgreementState.SIGNED: badge(AgreementState.SIGNED.label, "low", "●"),
    AgreementState.ENDED: badge(AgreementState.ENDED.label),
}
WITHOUT_CHOICE = badge("назначен(а) без отбора", "low", "●")
FAILED = badge("тест не сдан", "high", "▲")
UNFIT = badge("не подходит", "high", "▲")


def state_chip(state: CandidateState) -> SafeString:
    return _STATES[state]


def agreement_chip(state: AgreementState) -> SafeString:
    return _AGREEMENTS[state]


def stuck_chip(since: date, today: date) -> SafeString:
    return badge(f"на этом шаге {count_ru((today - since).days, 'день,дня,дней')}", "high", "▲")


def chips(candidate: Candidate, *, mine: bool) -> list[SafeString]:
    """The state, what went wrong, whose move it is."""
    state = CandidateState(candidate.state)
    found = [state_chip(state)]
    whose = (MOVES[state] or "").removeprefix("ход ")
    if state is _S.TESTED and not candidate.test_passed:
        found.append(FAILED)
        whose = "муниципального координатора"
    if state is _S.INTERVIEWED and not candidate.interview_fits:
        found.append(UNFIT)
    if whose:
        found.append(move_chip(whose, candidate.state_since, mine=mine))
    return found


def agreement_move(state: AgreementState, since: date, *, mine: bool) -> SafeString | str:
    whose = (AGREEMENT_MOVES[state] or "").removeprefix("ход ")
    return move_chip(whose, since, mine=mine) if whose else ""


def short(day: date | None) -> str:
    """«3 ноября 2026»; «» where there is no day: a step that was not taken is no gap in the data."""
    return date_ru(day) if day else ""


def events(entries: Sequence[Entry]) -> list[Event]:
    return [Event(entry.at, entry.by, entry.verb, entry.note) for entry in entries]
