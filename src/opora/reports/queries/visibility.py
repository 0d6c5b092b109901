"""Which reports an actor sees."""

from django.db.models import Exists, OuterRef, QuerySet

from opora.access import Actor
from opora.access.paths import inside
from opora.organisations.models import Territory
from opora.organisations.states import TerritoryKind
from opora.reports.models import Report, ReportRequest
from opora.reports.rules import ASKERS, READ_ABOVE, READ_BELOW, READ_REQUESTS, SEE_DRAFTS, WRITER
from opora.reports.states import SEALED


def visible_to(actor: Actor) -> QuerySet[Report]:
    """Of the own territory all for those who write and sign; what was issued for those above, and for the schools
    (their curators too) that it is about."""
    found = Report.objects.all()
    if actor.is_operator:
        return found
    if actor.scope is None or actor.role is None:
        return found.none()
    if actor.role in SEE_DRAFTS:
        return found.filter(inside("territory__path", actor.scope.territory_paths))
    issued = found.filter(state__in=SEALED)
    if actor.role in READ_ABOVE:
        return issued.filter(inside("territory__path", actor.scope.territory_paths))
    if actor.role in READ_BELOW:
        about = Report.schools.through._default_manager.filter(
            report=OuterRef("pk"), organisation__in=sorted(actor.scope.school_ids)
        )
        return issued.filter(Exists(about))
    return found.none()


def report_seen_by(actor: Actor, pk: int) -> Report | None:
    """With its territory, year and files. One query."""
    found = visible_to(actor).select_related("territory", "cycle", "docx", "pdf")
    return found.filter(pk=pk).first()


def requests_visible_to(actor: Actor) -> QuerySet[ReportRequest]:
    """Those of the own territory and of the ones inside it; for those who write and sign, those that ask them."""
    found = ReportRequest.objects.all()
    if actor.is_operator:
        return found
    if actor.scope is None or actor.role not in READ_REQUESTS:
        return found.none()
    if actor.role in SEE_DRAFTS:
        asked = ReportRequest.territories.through._default_manager.filter(
            inside("territory__path", actor.scope.territory_paths), reportrequest=OuterRef("pk")
        )
        return found.filter(Exists(asked))
    return found.filter(inside("territory__path", actor.scope.territory_paths))


def request_seen_by(actor: Actor, pk: int) -> ReportRequest | None:
    """With its territory and year. One query."""
    found = requests_visible_to(actor).select_related("territory", "cycle")
    return found.filter(pk=pk).first()


def asking_territories(actor: Actor) -> list[Territory]:
    """Territories for which the actor asks for reports; the operator for all that have some inside. One query."""
    found = Territory.objects.exclude(kind=TerritoryKind.MUNICIPALITY).order_by("sort_name", "id")
    if actor.is_operator:
        return list(found)
    if actor.role not in ASKERS or actor.scope is None:
        return []
    return list(found.filter(path__in=actor.scope.territory_paths))


def own_territories(actor: Actor) -> list[Territory]:
    """Municipalities for which the actor writes reports, in order of names; the operator for all. One query."""
    if actor.is_operator:
        found = Territory.objects.all()
    elif actor.role == WRITER and actor.scope is not None:
        found = Territory.objects.filter(path__in=[path for path in actor.scope.territory_paths if path])
    else:
        return []
    return list(found.filter(kind=TerritoryKind.MUNICIPALITY).order_by("sort_name", "id"))
