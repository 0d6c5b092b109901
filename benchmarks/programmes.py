"""A large programme put together from the clean ones of tests/programmes, stored with its directions and remarks."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import cycle as endlessly
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from opora.documents.exchange import parse
from opora.documents.programme import Cause, Direction, Goal, Indicator, Measure, Programme, Task

if TYPE_CHECKING:
    from opora.access import Actor
    from opora.cycles.models import Cycle
    from opora.documents.models import Document, DocumentVersion
    from opora.organisations.models import Organisation

CLEAN = Path(__file__).resolve().parents[1] / "tests" / "programmes" / "clean"
KIND = "medium-term"
DIRECTIONS, MEASURES, REMARKS = 8, 60, 200


def clean() -> list[Programme]:
    found = (parse(json.loads(file.read_text("utf-8"))) for file in sorted(CLEAN.glob("*.json")))
    return [each for each in found if each.kind == KIND]


def large(directions: int = DIRECTIONS, measures: int = MEASURES) -> Programme:
    """A year's programme of so many directions and measures; an indicator of each goal and of each measure."""
    sources = [_renamed(each, f"s{number}") for number, each in enumerate(clean())]
    chosen: list[Direction] = [each for source in sources for each in source.directions][:directions]
    ids = {each.id for each in chosen}
    goals: list[Goal] = [e for source in sources for e in source.goals if e.direction in ids]
    causes: list[Cause] = [e for source in sources for e in source.causes if e.direction in ids]
    aims, known = {each.id for each in goals}, {each.id for each in causes}
    tasks: list[Task] = [
        replace(e, causes=tuple(c for c in e.causes if c in known))
        for source in sources
        for e in source.tasks
        if e.goal in aims
    ]
    hung = endlessly([each.id for each in tasks])
    made: list[Measure] = [
        replace(e, task=next(hung)) for e in islice((m for s in sources for m in s.measures), measures)
    ]
    indicators: list[Indicator] = [e for s in sources for e in s.indicators if e.of in aims]
    model = indicators[0]
    indicators += [
        replace(model, id=f"i-{each.id}", of=each.id, title=f"Сделано: {each.title}"[:200], target="24")
        for each in made
    ]
    of = {each.id for each in indicators}
    results = [
        replace(e, indicators=tuple(i for i in e.indicators if i in of))
        for source in sources
        for e in source.results
        if e.goals and set(e.goals) <= aims
    ]
    return replace(
        sources[0],
        title="Среднесрочная программа развития",
        directions=tuple(
            replace(each, factor=f"R{number:02}") for number, each in enumerate(chosen, start=1)
        ),
        causes=tuple(causes),
        goals=tuple(goals),
        tasks=tuple(tasks),
        measures=tuple(made),
        indicators=tuple(indicators),
        results=tuple(results),
    )


def _renamed(of: Programme, prefix: str) -> Programme:
    """Every id with a prefix: programmes of several files do not clash."""

    def own(code: str) -> str:
        return f"{prefix}{code}" if code else ""

    def all_of(codes: Sequence[str]) -> tuple[str, ...]:
        return tuple(map(own, codes))

    return replace(
        of,
        directions=tuple(replace(e, id=own(e.id)) for e in of.directions),
        causes=tuple(replace(e, id=own(e.id), direction=own(e.direction)) for e in of.causes),
        goals=tuple(replace(e, id=own(e.id), direction=own(e.direction)) for e in of.goals),
        tasks=tuple(replace(e, id=own(e.id), goal=own(e.goal), causes=all_of(e.causes)) for e in of.tasks),
        measures=tuple(replace(e, id=own(e.id), task=own(e.task)) for e in of.measures),
        indicators=tuple(replace(e, id=own(e.id), of=own(e.of)) for e in of.indicators),
        results=tuple(
            replace(e, id=own(e.id), goals=all_of(e.goals), indicators=all_of(e.indicators))
            for e in of.results
        ),
    )


def stored(
    school: "Organisation", cycle: "Cycle", programme: Programme, *, by: "Actor", at: datetime
) -> "Document":
    """A draft of the school that holds the programme; its directions are active directions of the school."""
    from opora.catalogues.models import Version
    from opora.catalogues.queries import current
    from opora.documents.actions.beginning import begin
    from opora.documents.kinds import DOCUMENTS
    from opora.risks.models import Direction as Kept
    from opora.risks.models import Milestone
    from opora.risks.states import DirectionState, Happening

    day = at.date()
    kept = Kept.objects.bulk_create(
        Kept(
            cycle=cycle,
            school=school,
            factor_code=each.factor,
            factor_title=each.title,
            level="high",
            state=DirectionState.ACTIVE,
            state_since=day,
        )
        for each in programme.directions
    )
    Milestone.objects.bulk_create(
        Milestone(
            cycle=cycle,
            school=school,
            direction=each,
            what=Happening.ACTIVATION,
            first=day,
            last=day,
            recorded_at=at,
            recorded_by_name="Кураторова",
        )
        for each in kept
    )
    codes = {old.id: f"d{new.pk}" for old, new in zip(programme.directions, kept, strict=True)}
    filled = replace(
        programme,
        directions=tuple(replace(each, id=codes[each.id]) for each in programme.directions),
        causes=tuple(replace(each, direction=codes.get(each.direction, "")) for each in programme.causes),
        goals=tuple(replace(each, direction=codes.get(each.direction, "")) for each in programme.goals),
    )
    version = Version.objects.select_related("definition").get(pk=current(DOCUMENTS, KIND, "").version_id)
    return begin(version=version, cycle=cycle, school=school, filled=filled, by=by, at=at)


def remarked(
    document: "Document",
    version: "DocumentVersion",
    at: datetime,
    many: int = REMARKS,
    *,
    among_helpers: bool,
) -> None:
    """So many remarks at rows and sections: most wait for the school, some are mended, some settled."""
    from opora.documents.models import Remark
    from opora.documents.queries.content import PASSAGES
    from opora.documents.states import Audience, RemarkState

    rows = list(document.rows.values_list("table", "code").order_by("table", "position"))
    places = [f"passages.{code}" if table == PASSAGES else code for table, code in rows]
    states = [RemarkState.OPEN] * 3 + [RemarkState.MENDED, RemarkState.ACCEPTED]
    words = (
        "Назовите, от какого числа считаете и к какому дню: сейчас по этой строке не понять, что изменится."
    )
    Remark.objects.bulk_create(
        Remark(
            document=document,
            version=version,
            row=places[n % len(places)],
            quote="Как было",
            text=f"{words} ({n})",
            seen_by=Audience.HELPERS if among_helpers and n % 10 == 9 else Audience.SCHOOL,
            state=states[n % len(states)],
            made_at=at,
            made_by_name="Кураторова М. П.",
            **(
                {}
                if states[n % len(states)] is RemarkState.OPEN
                else {"settled_at": at, "settled_by_name": "Школьная"}
            ),
        )
        for n in range(many)
    )
