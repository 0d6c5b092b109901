"""Rounds of the work of curators: made, begun, scored, closed."""

from datetime import timedelta

from conftest import NOW
from opora.access import Actor
from opora.access.actor import operator
from opora.expertise.actions import close_round, make_round, move_round, send_sheet, start_round
from opora.expertise.models import Assignment, Round
from opora.expertise.queries.planning import preview
from opora.expertise.states import RoundState, Subject

from .conftest import Year
from .making import TODAY, Mark, Settings, Written, scorer, waiting

CRITERIA = ("terms", "remarks", "recheck", "presence")


def made(year: Year, *experts: Actor, by: Actor | None = None, **changes: object) -> Round:
    said = {
        "title": "Экспертиза работы кураторов",
        "kinds": (),
        "experts": [each.person_id or 0 for each in experts],
        "opens": TODAY,
        "closes": TODAY + timedelta(days=9),
        "sample_percent": 0,
        "subject": Subject.CURATORS,
    } | changes
    settings = Settings(**said)  # type: ignore[arg-type]
    return make_round(cycle=year.cycle, territory=year.region, settings=settings, by=by or operator(), at=NOW)


def begun(year: Year, *experts: Actor, **changes: object) -> Round:
    of = made(year, *(experts or year.experts), **changes)
    return start_round(of=of, seen=preview(of, today=TODAY).digest, by=operator(), at=NOW)


def scored(one: Assignment, points: int, **more: object) -> None:
    marks = {code: Mark(points, f"Слова о {code}") for code in CRITERIA}
    send_sheet(
        assignment=one,
        written=Written(marks, **more),
        revision=0,
        by=scorer(one),
        at=NOW,  # type: ignore[arg-type]
    )


def closed(year: Year, points: int = 1) -> Round:
    of = begun(year)
    scored(waiting(of)[0], points, weaknesses=("late",), advice={"terms": "Отвечайте раз в неделю."})
    of = move_round(of=of, target=RoundState.RECONCILING, by=operator(), at=NOW)
    return close_round(of=of, by=operator(), at=NOW)
