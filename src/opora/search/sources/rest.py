"""Discussions, objections, surveys, procedures, catalogues."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from opora import references
from opora.access import Actor
from opora.catalogues.kinds import kind_of
from opora.catalogues.models import Definition, Version
from opora.catalogues.queries import visible_to as definitions_visible_to
from opora.catalogues.states import VersionState
from opora.discussions.models import Comment, CommentFile
from opora.discussions.queries.listing import near
from opora.files.models import StoredFile
from opora.objections.models import Objection
from opora.objections.queries import visible_to as objections_visible_to
from opora.objections.states import ObjectionState
from opora.results.models import Procedure
from opora.search.matching import Sought
from opora.search.sources.base import (
    IN_SCHOOL,
    IN_TERRITORY,
    NOTHING,
    Hit,
    Part,
    Place,
    Rows,
    Source,
    anybody,
    day_of,
    in_line,
    joined,
    may,
    newest,
)
from opora.search.wording import Request
from opora.search.wording import Rows as Found
from opora.surveys.models import Campaign
from opora.surveys.queries import visible_to as campaigns_visible_to
from opora.surveys.rules import SEE as SEE_CAMPAIGNS
from opora.surveys.states import CampaignState


@dataclass(frozen=True, slots=True)
class Comments:
    """What was said about things. Who sees the thing is asked of the thing itself, so the newest are looked through
    and counted up to `most`: a comment about what is not seen counts for nobody."""

    code: str = "comments"
    title: str = "Обсуждения"
    most: int = 200

    def is_for(self, actor: Actor) -> bool:
        return anybody(actor)

    def asks(self, actor: Actor, place: Place, *, start: int, size: int) -> Request | None:
        return Request(
            (self.code, actor, place), lambda sought: _comments(actor, sought, place), 0, self.most + 1
        )

    def tells(self, actor: Actor, rows: Found, *, start: int, size: int) -> Part:
        if not rows:
            return NOTHING
        things = references.find_many(actor, [row[:2] for row in rows[: self.most]])
        seen = [(things[row[:2]], row) for row in rows[: self.most] if row[:2] in things]
        hits = tuple(
            Hit(
                f"{by}: {in_line(thing.title)}",
                f"{reverse('discussion', args=[kind, thing_id])}#c{pk}",
                day=day_of(at),
                text=joined(text, *names),
            )
            for thing, (kind, thing_id, pk, text, at, by, names) in seen[start : start + size]
        )
        # whether there are more is told only of what is seen: without one that is, nothing more is promised
        return Part(len(seen), hits, bool(seen) and len(rows) > self.most)


def _comments(actor: Actor, sought: Sought, place: Place) -> QuerySet[Any, Any]:
    """By its words and the names of its files."""
    said = Comment.objects.filter(sought.stands_in("words")).order_by().values("pk")
    files = CommentFile.objects.filter(file__in=StoredFile.objects.filter(sought.within("name")))
    found = Comment.objects.filter(
        pk__in=said.union(files.order_by().values("comment"), all=True),
        withdrawn_at=None,
        thread__in=near(actor).order_by().values("pk"),
    )
    if place:
        found = found.filter(place.holds((("thread__school", "thread__territory_path"),)))
    columns = ("thread__kind", "thread__thing_id", "pk", "text", "at", "by_name")
    names = CommentFile.objects.filter(comment=OuterRef("pk")).values_list("file__name")
    return found.order_by("-id").values_list(*columns, ArraySubquery(names))


def _objections(actor: Actor, sought: Sought) -> QuerySet[Objection]:
    return objections_visible_to(actor).filter(sought.within("subject_title", "statement", "answer"))


def _objection(pk: int, title: str, said: str, answer: str, school: str, state: str, at: datetime) -> Hit:
    return Hit(
        f"Возражение: {in_line(title)}",
        reverse("objection", args=[pk]),
        school,
        ObjectionState(state).label,
        day_of(at),
        joined(said, answer),
    )


def _campaigns(actor: Actor, sought: Sought) -> QuerySet[Campaign]:
    return campaigns_visible_to(actor).filter(sought.within("title"))


def _campaign(pk: int, title: str, place: str, state: str, opens: date) -> Hit:
    return Hit(title, reverse("campaign", args=[pk]), place, CampaignState(state).label, opens)


def _procedures(actor: Actor, sought: Sought) -> QuerySet[Procedure]:
    """The catalogue of procedures is one for all."""
    found = Procedure.objects.filter(sought.within("title"))
    return found if anybody(actor) else found.none()


def _procedure(code: str, title: str) -> Hit:
    return Hit(title, reverse("results-procedure", args=[code]))


def _definitions(actor: Actor, sought: Sought) -> QuerySet[Definition]:
    """Those in force: a draft is the business of those who write it."""
    published = Version.objects.filter(definition=OuterRef("pk"), state=VersionState.PUBLISHED)
    return definitions_visible_to(actor).filter(Exists(published.order_by()), sought.within("title"))


def _definition(pk: int, kind: str, title: str, place: str) -> Hit:
    return Hit(title, reverse("catalogue", args=[pk]), place, kind_of(kind).title)


SOURCES: tuple[Source, ...] = (
    Comments(),
    Rows(
        code="objections",
        title="Возражения",
        model=Objection,
        matching=_objections,
        columns=("pk", "subject_title", "statement", "answer", "school__name", "state", "raised_at"),
        draw=_objection,
        order=newest("raised_at"),
        homes=(IN_SCHOOL,),
    ),
    Rows(
        code="campaigns",
        title="Опросы",
        model=Campaign,
        matching=_campaigns,
        columns=("pk", "title", "territory__name", "state", "opens"),
        draw=_campaign,
        order=newest("opens"),
        homes=(IN_TERRITORY,),
        is_for=may(SEE_CAMPAIGNS),
    ),
    Rows(
        code="procedures",
        title="Процедуры",
        model=Procedure,
        matching=_procedures,
        columns=("code", "title"),
        draw=_procedure,
        order=("position", "pk"),
    ),
    Rows(
        code="catalogues",
        title="Каталоги",
        model=Definition,
        matching=_definitions,
        columns=("pk", "kind", "title", "territory_name"),
        draw=_definition,
        order=("sort_name", "pk"),
    ),
)
