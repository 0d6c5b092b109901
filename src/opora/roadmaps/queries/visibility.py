"""Which works an actor sees, and the catalogues in force where a school lies."""

from django.db.models import QuerySet

from opora.access import Actor
from opora.catalogues.queries import in_force
from opora.organisations.queries import school_ids
from opora.roadmaps import ladder as ladders
from opora.roadmaps import stages
from opora.roadmaps.ladder import Ladder
from opora.roadmaps.models import Checkpoint, Evidence, Work
from opora.roadmaps.rules import SEE
from opora.roadmaps.stages import Stage


def works_visible_to(actor: Actor) -> QuerySet[Work]:
    """Of the schools in scope."""
    if not SEE.can(actor, None):
        return Work.objects.none()
    return Work.objects.all() if actor.is_operator else Work.objects.filter(school__in=school_ids(actor))


def work_seen_by(actor: Actor, pk: int, *, whole: bool = False) -> Work | None:
    """With its school, year, measure and people; `whole` adds its direction and document. Two queries."""
    found = works_visible_to(actor).select_related("school__territory", "measure", "cycle")
    if whole:
        found = found.select_related("direction", "document__school")
    return found.prefetch_related("responsible").filter(pk=pk).first()


def evidence_visible_to(actor: Actor) -> QuerySet[Evidence]:
    """Of the schools in scope, with its school and file."""
    if not SEE.can(actor, None):
        return Evidence.objects.none()
    found = Evidence.objects.select_related("school__territory", "file")
    return found if actor.is_operator else found.filter(school__in=school_ids(actor))


def checkpoints_visible_to(actor: Actor) -> QuerySet[Checkpoint]:
    """Of the schools in scope, with school and year."""
    if not SEE.can(actor, None):
        return Checkpoint.objects.none()
    found = Checkpoint.objects.select_related("school__territory", "cycle")
    return found if actor.is_operator else found.filter(school__in=school_ids(actor))


def ladder_of(territory_path: str) -> Ladder:
    """The ladder in force; the first one where none is published. One query."""
    return in_force(ladders.KIND, ladders.CODE, territory_path, ladders.read) or Ladder()


def stages_of(territory_path: str) -> tuple[Stage, ...]:
    """The stages of a year in force; none where none is published. One query."""
    return in_force(stages.KIND, stages.CODE, territory_path, stages.read) or ()
