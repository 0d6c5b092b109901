"""Makers of confirmed documents, experts and rounds. Documents are written straight to the tables."""

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from conftest import NOW
from factories.people import actor, appointment
from opora.access import Actor, Role
from opora.access.actor import operator
from opora.catalogues.kinds import content_hash
from opora.catalogues.models import Definition, Version
from opora.catalogues.states import Origin, VersionState
from opora.cycles.models import Cycle
from opora.documents.checks.sheet import Sheet
from opora.documents.models import Document, DocumentVersion, Review
from opora.documents.states import DocumentState, Kept, Outcome
from opora.expertise.actions import Mark, Settings, Written, make_round, send_sheet, start_round
from opora.expertise.models import Assignment, Round
from opora.expertise.queries.planning import preview
from opora.expertise.states import AssignmentState, Place, RoundState, SecondSheet
from opora.organisations.models import Organisation, Territory

ROOT = Path(__file__).resolve().parents[2]
KIND = "medium-term"
TODAY = date(2026, 9, 14)
CONTENT = next(
    said
    for file in sorted((ROOT / "tests/programmes/clean").glob("*.json"))
    if (said := json.loads(file.read_text(encoding="utf-8")))["kind"] == KIND
)
SHEET = tomllib.loads((ROOT / "definitions/expert-sheets/sheet.toml").read_text(encoding="utf-8"))
CRITERIA = [row["code"] for row in SHEET["content"]["criteria"]]
MIRROR = {
    "programme": "",
    "findings": [],
    "mirror": {
        "total": 13,
        "zone": "green",
        "criteria": [
            {
                "code": c,
                "points": 1 if c == "layout" else 2,
                "of": 2,
                "lost": ["empty-section"] * (c == "layout"),
            }
            for c in CRITERIA
        ],
    },
}


def published(kind: str, code: str) -> Version:
    """The definition of the repository, in force."""
    file = ROOT / "definitions" / kind / f"{code}.toml"
    said = tomllib.loads(file.read_text(encoding="utf-8"))
    definition, is_new = Definition.objects.get_or_create(
        kind=kind, code=code, territory_path="", defaults={"title": said["title"]}
    )
    if not is_new:
        return definition.versions.get()
    return Version.objects.create(
        definition=definition,
        number=1,
        state=VersionState.PUBLISHED,
        content=said["content"],
        content_hash=content_hash(said["content"]),
        origin=Origin.OURS,
        created_at=NOW,
        created_by_name="Опора",
        published_at=NOW,
        published_by_name="Опора",
    )


def definitions() -> None:
    published("expert-sheets", "sheet")
    published("programme-rules", "rules")
    published("documents", KIND)


def content_of(school: Organisation, **changes: Any) -> dict[str, Any]:
    said = CONTENT | {"school": school.key, "school_name": school.name, "title": f"Программа: {school.name}"}
    return said | changes


def confirmed(
    school: Organisation,
    cycle: Cycle,
    *,
    state: DocumentState = DocumentState.CONFIRMED,
    by: int | None = None,
    kind: str = KIND,
    facts: dict[str, list[list[str]]] | None = None,
    **changes: Any,
) -> Document:
    """A document that a curator (`by`) confirmed."""
    made = Document.objects.create(
        cycle=cycle,
        version=published("documents", kind),
        kind=kind,
        school=school,
        title=f"Программа: {school.name}",
        state=state,
        state_since=TODAY,
        made_at=NOW,
        made_by_name="Школьная",
        changed_at=NOW,
        changed_by_name="Школьная",
    )
    version = DocumentVersion.objects.create(
        document=made,
        number=1,
        kept_for=Kept.SENT,
        content=content_of(school, **changes),
        checked=MIRROR,
        facts=facts or {},
        made_at=NOW,
        made_by_name="Школьная",
    )
    if state != DocumentState.REVIEW:
        Review.objects.create(
            version=version,
            outcome=Outcome.CONFIRMED,
            marks=[{"criterion": "analysis", "points": 2, "words": ""}],
            opened_at=NOW,
            decided_at=NOW,
            decided_by_id=by,
            decided_by_name="Кураторова",
        )
    return made


def expert(
    place: Territory, surname: str, also: tuple[Role, Organisation | Territory] | None = None
) -> Actor:
    """An expert of a territory; `also` is a second appointment, the one that may be a conflict."""
    made = actor(Role.EXPERT, place, surname=surname)
    if also is not None:
        tied(made, *also)
    return made


def tied(somebody: Actor, role: Role, place: Organisation | Territory, **values: Any) -> None:
    from opora.people.models import Person

    appointment(Person.objects.get(pk=somebody.person_id), role, place, **values)


def settings(*experts: Actor, **changes: Any) -> Settings:
    said: dict[str, Any] = {
        "title": "Экспертиза программ",
        "kinds": [KIND],
        "experts": [each.person_id for each in experts],
        "opens": TODAY,
        "closes": date(2026, 9, 28),
        "second": SecondSheet.SOME,
        "sample_percent": 0,
    }
    return Settings(**(said | changes))


def prepared(place: Territory, cycle: Cycle, *experts: Actor, **changes: Any) -> Round:
    return make_round(
        cycle=cycle, territory=place, settings=settings(*experts, **changes), by=operator(), at=NOW
    )


def started(place: Territory, cycle: Cycle, *experts: Actor, **changes: Any) -> Round:
    """A round in which the documents there are lie with the experts."""
    made = prepared(place, cycle, *experts, **changes)
    shown = preview(made, today=TODAY)
    return start_round(of=made, seen=shown.digest, by=operator(), at=NOW)


def waiting(of: Round, place: Place = Place.FIRST) -> list[Assignment]:
    found = Assignment.objects.filter(entry__round=of, place=place, state=AssignmentState.WAITING)
    return list(found.select_related("entry__school", "entry__round").order_by("entry__number"))


def written(points: int = 1, **changes: Any) -> Written:
    """A sheet with the same points everywhere, or `analysis=0` and so on; `total=` spreads a sum."""
    total = changes.pop("total", None)
    marks = {code: changes.pop(code, points) for code in CRITERIA}
    if total is not None:
        marks = {code: max(0, min(2, total - 2 * n)) for n, code in enumerate(CRITERIA)}
    return Written({code: Mark(each, f"Слова о {code}") for code, each in marks.items()}, **changes)


def scorer(assignment: Assignment) -> Actor:
    """The expert who has it, as they act today."""
    from opora.appointments.session import actor_for
    from opora.people.models import Person

    person = Person.objects.get(pk=assignment.person_id)
    own = actor_for(person, on=TODAY)
    expertly = next(each for each in own.capacities if each.role is Role.EXPERT)
    return Actor(own.person_id, own.name, expertly, own.capacities)


def sent(assignment: Assignment, **marks: Any) -> Assignment:
    """The assignment after its expert sent a sheet."""
    send_sheet(assignment=assignment, written=written(**marks), revision=0, by=scorer(assignment), at=NOW)
    assignment.refresh_from_db()
    return assignment


def at(of: Round, state: RoundState) -> Round:
    Round.objects.filter(pk=of.pk).update(state=state)
    return Round.objects.select_related("territory", "cycle", "version__definition").get(pk=of.pk)


def sheet() -> Sheet:
    return Sheet.parse(SHEET["title"], SHEET["content"])


def release(definition: Definition, number: int, content: dict[str, Any]) -> None:
    """A version of a definition as it is published with the program."""
    Version.objects.create(
        definition=definition,
        number=number,
        state=VersionState.PUBLISHED,
        content=content,
        content_hash=content_hash(content),
        origin=Origin.OURS,
        created_at=NOW,
        created_by_name="Опора",
        published_at=NOW,
        published_by_name="Опора",
    )
