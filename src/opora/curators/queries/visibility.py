"""What an actor sees of curators at all: what is not here is not found (404)."""

from django.db.models import QuerySet

from opora.access import Actor, Role
from opora.access.paths import inside
from opora.curators.models import Agreement, Candidate
from opora.curators.rules import AGREEMENT_READERS, READERS
from opora.organisations.models import Organisation
from opora.organisations.queries import school_ids, schools_visible_to

CANDIDATE, AGREEMENT = "curator-candidate", "curator-agreement"


def candidates_visible_to(actor: Actor) -> QuerySet[Candidate]:
    """Candidates of the territories of the scope."""
    if actor.is_operator:
        return Candidate.objects.all()
    if actor.scope is None or actor.role not in READERS:
        return Candidate.objects.none()
    return Candidate.objects.filter(inside("territory__path", actor.scope.territory_paths))


def candidate_seen_by(actor: Actor, pk: int) -> Candidate | None:
    """With territory, year, person, place of work and what came of it. One query."""
    return (
        candidates_visible_to(actor)
        .select_related("territory", "cycle", "person", "organisation", "appointment")
        .filter(pk=pk)
        .first()
    )


def agreements_visible_to(actor: Actor) -> QuerySet[Agreement]:
    """Agreements of the schools of the scope; a curator sees the own ones alone."""
    if actor.is_operator:
        return Agreement.objects.all()
    if actor.scope is None or actor.role not in AGREEMENT_READERS:
        return Agreement.objects.none()
    found = Agreement.objects.filter(school_id__in=school_ids(actor))
    return found.filter(curator_id=actor.person_id) if actor.role is Role.CURATOR else found


def agreement_seen_by(actor: Actor, pk: int) -> Agreement | None:
    """With school, curator, year and file. One query."""
    return (
        agreements_visible_to(actor)
        .select_related("school__territory", "curator", "cycle", "file")
        .filter(pk=pk)
        .first()
    )


def school_seen_by(actor: Actor, pk: int) -> Organisation | None:
    """One query."""
    return schools_visible_to(actor).select_related("territory").filter(pk=pk).first()
