"""Chips, zones and small words that several pages share."""

from collections.abc import Sequence

from django.utils.safestring import SafeString

from opora.access import Actor
from opora.documents.checks.sheet import Sheet
from opora.expertise.models import Round
from opora.expertise.rules import RUN
from opora.expertise.scoring import ABSENT, zone_bounds, zone_titles
from opora.expertise.states import MOVES, RecommendationState, RoundState
from opora.history.queries import Entry as Told
from opora.ui.components import Event, Stat
from opora.ui.escaping import as_markup
from opora.ui.markup import Tone, badge, move_chip

_LOWEST, _MIDDLE, _HIGHEST = ("high", "▲"), ("mid", "■"), ("low", "●")
_STATES: dict[str, SafeString] = {
    RoundState.PREPARING: badge("готовится"),
    RoundState.SCORING: badge("идёт оценка", "mid", "■"),
    RoundState.RECONCILING: badge("согласование", "mid", "■"),
    RoundState.CLOSED: badge("закрыт", "low", "●"),
}
_RECOMMENDATIONS: dict[str, SafeString] = {
    RecommendationState.OPEN: badge("ждёт школу", "mid", "■"),
    RecommendationState.FULFILLED: badge("выполнена", "low", "●"),
    RecommendationState.DROPPED: badge("снята"),
}


def state_chip(of: Round) -> SafeString:
    return _STATES[of.state]


def recommendation_chip(state: str) -> SafeString:
    return _RECOMMENDATIONS[state]


def move(actor: Actor, of: Round) -> SafeString:
    """Whose move it is; nothing where nobody's."""
    whose = MOVES[RoundState(of.state)]
    if whose is None:
        return as_markup("")
    mine = whose == "ход координатора" and RUN.can(actor, of)
    return move_chip(whose.removeprefix("ход "), of.state_since, mine=mine)


def zone_badge(sheet: Sheet, code: str) -> SafeString:
    """The zone with its word; the lowest and the highest have the colours of danger and of rest."""
    titles = zone_titles(sheet)
    if code == ABSENT or code not in titles:
        return badge(titles.get(code, code or "нет итога"))
    order = [each for each in titles if each != ABSENT]
    tone, sign = _LOWEST if code == order[0] else _HIGHEST if code == order[-1] else _MIDDLE
    shade: Tone = tone  # type: ignore[assignment]
    return badge(titles[code], shade, sign)


def zone_stats(sheet: Sheet, counts: dict[str, int]) -> list[Stat]:
    bounds = zone_bounds(sheet)
    titles = zone_titles(sheet)
    return [
        Stat(
            titles[code].capitalize(),
            count,
            note=f"{bounds[code][0]}–{bounds[code][1]} баллов"
            if code in bounds
            else "в среднем не участвует",
        )
        for code, count in counts.items()
    ]


def events(found: Sequence[Told]) -> list[Event]:
    return [Event(each.at, each.by, each.verb, each.note) for each in found]
