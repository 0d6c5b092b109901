"""What the school has shown already and may show another measure."""

from django.db.models import Exists, OuterRef, QuerySet

from opora.roadmaps.models import Evidence, Work

#: the newest of a school's year
OFFERED = 100


def evidence_for(work: Work) -> QuerySet[Evidence]:
    """What shows other measures of the school's year and not this one, newest first."""
    shows = Evidence.works.through.objects.filter(work=work.pk, evidence=OuterRef("pk"))
    found = Evidence.objects.filter(
        ~Exists(shows.order_by()), school=work.school_id, cycle=work.cycle_id, withdrawn_at__isnull=True
    )
    return found.order_by("-made_at", "-pk")


def offered(work: Work) -> list[Evidence]:
    """The newest of them with the measures they show. Two queries."""
    return list(evidence_for(work).select_related("file").prefetch_related("works__measure")[:OFFERED])
