"""What an expertise leaves in one place: a round under way with one document, a closed one with a recommendation."""

from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from opora.access import Actor
from opora.access.actor import operator
from opora.catalogues.models import Version
from opora.catalogues.states import VersionState
from opora.cycles.models import Cycle
from opora.documents.models import Document, DocumentVersion
from opora.documents.states import DocumentState, Kept
from opora.expertise.actions import Settings, make_round, start_round
from opora.expertise.curating import Figures
from opora.expertise.models import Entry, Recommendation, Round
from opora.expertise.naming import WORK
from opora.expertise.queries.planning import preview
from opora.expertise.scoring import How
from opora.expertise.states import RecommendationState, RoundState, Subject
from opora.organisations.models import Organisation, Territory

#: kinds of their own: the documents that a school wrote there are not touched
UNDER_WAY, CLOSED = "scored", "scored-before"


def scored_at(
    territory: Territory,
    school: Organisation,
    cycle: Cycle,
    expert: Actor,
    curator: Actor,
    *,
    now: datetime,
) -> dict[str, dict[str, Any]]:
    """{kind of object: keyword arguments of its addresses}; definitions are published already."""
    day = timezone.localdate()
    _document(school, cycle, UNDER_WAY, now)
    settings = Settings(
        title="Экспертиза",
        kinds=[UNDER_WAY],
        experts=[expert.person_id or 0],
        opens=day,
        closes=day + timedelta(days=3650),
        sample_percent=0,
    )
    made = make_round(cycle=cycle, territory=territory, settings=settings, by=operator(), at=now)
    start_round(of=made, seen=preview(made, today=timezone.localdate(now)).digest, by=operator(), at=now)
    entry = Entry.objects.get(round=made, document__isnull=False)
    closed, recommendation = _closed(made, _document(school, cycle, CLOSED, now), now)
    one = {"pk": made.pk}
    return {
        "expertise-round": one,
        "expertise-move": one | {"target": RoundState.RECONCILING.value},
        "expertise-results": {"pk": closed.pk},
        "expertise-entry": {"pk": entry.pk},
        "expertise-sheet": {"key": entry.assignments.get().key},
        "expertise-school": {"pk": school.pk},
        "expertise-curator": {"pk": _work_of(curator, made, school, now).pk},
        "expertise-recommendation": {
            "pk": recommendation.pk,
            "target": RecommendationState.FULFILLED.value,
        },
    }


def _document(school: Organisation, cycle: Cycle, kind: str, now: datetime) -> Document:
    version = Version.objects.get(
        definition__kind="documents",
        definition__code="medium-term",
        definition__territory_path="",
        state=VersionState.PUBLISHED,
    )
    made = Document.objects.create(
        cycle=cycle,
        version=version,
        kind=kind,
        school=school,
        title="Документ",
        state=DocumentState.CONFIRMED,
        state_since=timezone.localdate(now),
        made_at=now,
        made_by_name="Школьная",
        changed_at=now,
        changed_by_name="Школьная",
    )
    DocumentVersion.objects.create(
        document=made,
        number=1,
        kept_for=Kept.SENT,
        content={"format": "opora-programme/1", "kind": kind},
        made_at=now,
        made_by_name="Школьная",
    )
    return made


def _work_of(curator: Actor, like: Round, school: Organisation, now: datetime) -> Entry:
    """A curator's year, scored in a closed round."""
    of = _closed_round(like, now, title="Работа кураторов", subject=Subject.CURATORS, kinds=[])
    municipality = school.territory
    figures = {
        each.name: None if each.name in {"longest", "days", "minutes"} else 1 for each in fields(Figures)
    }
    return Entry.objects.create(
        round=of,
        kind=WORK,
        curator_id=curator.person_id,
        curator_name=curator.name,
        number=1,
        points=4,
        zone="yellow",
        how=How.ONE,
        facts={
            "schools": [[school.pk, municipality.path]],
            "municipalities": [municipality.pk],
            "figures": figures,
        },
    )


def _closed_round(like: Round, now: datetime, **values: Any) -> Round:
    return Round.objects.create(
        cycle=like.cycle,
        territory=like.territory,
        number=like.number + 1,
        version=like.version,
        opens=like.opens,
        closes=like.closes,
        seed="0",
        state=RoundState.CLOSED,
        state_since=like.opens,
        made_at=now,
        made_by_name="Областная",
        **values,
    )


def _closed(like: Round, document: Document, now: datetime) -> tuple[Round, Recommendation]:
    of = _closed_round(like, now, title="Закрытая экспертиза", kinds=[CLOSED])
    assert document.school is not None
    entry = Entry.objects.create(
        round=of,
        school=document.school,
        kind=CLOSED,
        document=document,
        version=document.versions.get(),
        number=1,
        points=7,
        zone="yellow",
        how=How.ONE,
    )
    recommendation = Recommendation.objects.create(
        entry=entry, school=document.school, criterion="people", text="Привлечь психолога", changed_at=now
    )
    return of, recommendation
