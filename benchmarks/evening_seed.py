"""Before the evening: schools with their drafts, a round of expertise with confirmed documents of other schools."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import served
from evening_crowd import Place
from programmes import KIND, large, stored

if TYPE_CHECKING:
    from opora.cycles.models import Cycle
    from opora.expertise.models import Round
    from opora.organisations.models import Organisation, Territory
    from opora.people.models import Person


@dataclass(frozen=True, slots=True)
class Written:
    """A school's document, who writes it, where, and its revision before the evening."""

    session: str
    document: int
    places: tuple[Place, ...]


def municipalities(many: int, inside: "Territory | None" = None) -> "list[Territory]":
    from factories.organisations import municipality

    return [municipality(f"Округ {n}", inside) for n in range(many)]


def schools_in(places: "list[Territory]", many: int, prefix: str) -> "list[Organisation]":
    from opora.organisations.models import Organisation

    return Organisation.objects.bulk_create(
        Organisation(
            kind="school",
            school_kind="secondary",
            territory=places[n % len(places)],
            name=f"Школа {prefix} № {n}",
            key=f"{prefix}{n}",
        )
        for n in range(many)
    )


def writing(cycle: "Cycle", schools: "list[Organisation]", measures: int, now: datetime) -> list[Written]:
    """A draft of each school with somebody who writes it."""
    from factories.people import actor_for, appointed
    from opora.access import Role

    usual, long = large(4, measures), large()
    found = []
    for number, school in enumerate(schools):
        person = appointed(Role.SCHOOL_COORDINATOR, school, surname=f"Школьная{number}")
        actor = actor_for(person, on=now.date())
        document = stored(school, cycle, long if number % 10 == 0 else usual, by=actor, at=now)
        rows = document.rows.filter(table__in=("measures", "passages", "goals")).order_by("position", "id")
        places = [
            Place(table, code, rev) for table, code, rev in rows.values_list("table", "code", "revision")
        ]
        random.Random(number).shuffle(places)
        found.append(Written(served.session_of(person), document.pk, tuple(places)))
    return found


def scoring(
    cycle: "Cycle", territory: "Territory", schools: "list[Organisation]", experts: int, now: datetime
) -> "tuple[Round, list[Person]]":
    """A round of the schools' confirmed documents under way, and its experts."""
    from factories.people import appointed
    from opora.access import Role
    from opora.access.actor import operator
    from opora.expertise.actions import Settings, make_round, start_round
    from opora.expertise.queries.planning import preview

    confirmed(cycle, schools, now)
    people = [appointed(Role.EXPERT, territory, surname=f"Экспертова{n}") for n in range(experts)]
    settings = Settings(
        title="Экспертиза",
        kinds=[KIND],
        experts=[each.pk for each in people],
        opens=now.date(),
        closes=now.date() + timedelta(days=14),
    )
    made = make_round(cycle=cycle, territory=territory, settings=settings, by=operator(), at=now)
    started = start_round(of=made, seen=preview(made, today=now.date()).digest, by=operator(), at=now)
    return started, people


def confirmed(cycle: "Cycle", schools: "list[Organisation]", now: datetime) -> None:
    """A document of each school as it was sent and confirmed: written straight to the tables."""
    from opora.catalogues.models import Version
    from opora.catalogues.queries import current
    from opora.documents.exchange import dump
    from opora.documents.kinds import DOCUMENTS
    from opora.documents.models import Document, DocumentVersion, Review
    from opora.documents.states import DocumentState, Kept, Outcome

    kind = Version.objects.get(pk=current(DOCUMENTS, KIND, "").version_id)
    content = dump(large(4, 20))
    who = {"made_at": now, "made_by_name": "Школьная"}
    documents = Document.objects.bulk_create(
        Document(
            cycle=cycle,
            version=kind,
            kind=KIND,
            school=each,
            title="Программа",
            state=DocumentState.CONFIRMED,
            state_since=now.date(),
            changed_at=now,
            changed_by_name="Школьная",
            **who,
        )
        for each in schools
    )
    versions = DocumentVersion.objects.bulk_create(
        DocumentVersion(
            document=each,
            number=1,
            kept_for=Kept.SENT,
            content=content | {"school": school.key, "school_name": school.name},
            **who,
        )
        for each, school in zip(documents, schools, strict=True)
    )
    Review.objects.bulk_create(
        Review(
            version=each,
            outcome=Outcome.CONFIRMED,
            marks=[{"criterion": "analysis", "points": 2, "words": ""}],
            opened_at=now,
            decided_at=now,
            decided_by_name="Кураторова",
        )
        for each in versions
    )
