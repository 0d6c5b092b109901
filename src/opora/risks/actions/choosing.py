"""The school's own word: which directions it takes, whether it agrees with the profile, what causes it sees."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from opora.access import Actor, WrongState
from opora.cycles.models import Cycle
from opora.organisations.models import Organisation
from opora.risks.actions.steps import shift, tell
from opora.risks.models import CauseNamed, Direction
from opora.risks.rules import CHOOSE, RECORD
from opora.risks.states import DONE, DirectionState, Opinion

_OPEN_TO_CHOICE = (DirectionState.FOUND, DirectionState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Choice:
    """What the school says of one factor. `title`, `value` and `level` are the profile's."""

    code: str
    title: str
    takes: bool
    opinion: Opinion | None = None
    words: str = ""
    value: float | None = None
    level: str = ""


@transaction.atomic
def choose(
    *,
    school: Organisation,
    cycle: Cycle,
    choices: Sequence[Choice],
    happened_on: date,
    by: Actor,
    at: datetime,
) -> list[Direction]:
    """Take and leave directions of a year; writes them, the day of the choice and an event each.

    A risk that was found and is not taken needs words why; so does disagreement. Raises ValidationError with
    the code of the factor as the field, WrongState where a direction has gone on meanwhile.
    """
    CHOOSE.check(by, school)
    _check(choices)
    kept = {
        each.factor_code: each
        for each in Direction.objects.select_for_update(of=("self",))
        .filter(school=school, cycle=cycle)
        .select_related("school__territory")
    }
    taken = []
    for choice in choices:
        direction = kept.get(choice.code)
        if direction is None and not choice.takes:
            continue
        direction = direction or _new(school, cycle, choice, at)
        if direction.state not in _OPEN_TO_CHOICE:
            raise WrongState(
                f"Направление «{direction.factor_title}» уже дальше выбора. Откройте страницу направлений школы."
            )
        _say(direction, choice, happened_on=happened_on, by=by, at=at)
        if choice.takes:
            taken.append(direction)
    return taken


def _check(choices: Sequence[Choice]) -> None:
    wrong = {
        each.code: "Напишите почему: это увидят куратор и координатор."
        for each in choices
        if not each.words.strip() and (not each.takes or each.opinion is Opinion.DISAGREES)
    }
    if wrong:
        raise ValidationError(wrong)


def _new(school: Organisation, cycle: Cycle, choice: Choice, at: datetime) -> Direction:
    return Direction.objects.create(
        school=school,
        cycle=cycle,
        factor_code=choice.code,
        factor_title=choice.title,
        value=choice.value,
        level=choice.level,
        state_since=timezone.localdate(at),
    )


def _say(direction: Direction, choice: Choice, *, happened_on: date, by: Actor, at: datetime) -> None:
    direction.opinion = choice.opinion or ""
    direction.opinion_words = choice.words.strip()
    target = DirectionState.CHOSEN if choice.takes else DirectionState.WITHDRAWN
    origin = DirectionState(direction.state)
    if origin is target:
        direction.save()
        return
    shift(direction, target, happened_on=happened_on, note=choice.words.strip(), by=by, at=at)
    tell(direction, DONE[origin, target], by=by, at=at, note=choice.words.strip())


@transaction.atomic
def name_causes(
    *, direction: Direction, texts: Sequence[str], own: Sequence[str] = (), by: Actor, at: datetime
) -> list[CauseNamed]:
    """Keep exactly these causes: `texts` of the catalogue and the school's `own` words; one event where changed."""
    RECORD.check(by, direction)
    wanted = {text.strip(): False for text in texts if text.strip()} | {
        text.strip(): True for text in own if text.strip()
    }
    kept = {each.text: each for each in direction.causes.all()}
    if set(kept) == set(wanted):
        return list(kept.values())
    direction.causes.exclude(text__in=wanted).delete()
    CauseNamed.objects.bulk_create(
        CauseNamed(direction=direction, text=text, is_own=is_own, named_at=at, named_by_name=by.name)
        for text, is_own in wanted.items()
        if text not in kept
    )
    tell(direction, "назвал(а) причины", by=by, at=at, note="; ".join(wanted))
    return list(direction.causes.order_by("id"))
