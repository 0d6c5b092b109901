"""What a review has to go by: the last decision, remarks, the version that was read before."""

from django.db.models import QuerySet, Subquery

from opora.documents.models import Document, DocumentVersion, Opening, Remark, Review
from opora.documents.states import Kept, RemarkState


def last_review(document: Document) -> Review | None:
    """The newest decision about any version of a document. One query."""
    return Review.objects.filter(version__document=document).order_by("-decided_at", "-pk").first()


def reader_of(document: Document) -> str:
    """Who opened the version that was sent last; empty where nobody has yet. One query."""
    sent = DocumentVersion.objects.filter(document=document, kept_for=Kept.SENT).order_by("-number")
    found = Opening.objects.filter(version=Subquery(sent.values("pk")[:1])).order_by("first_at")
    return found.values_list("name", flat=True).first() or ""


def read_before(version: DocumentVersion) -> DocumentVersion | None:
    """The last version before this one that somebody has decided about. One query."""
    return (
        DocumentVersion.objects.filter(
            document=version.document_id, number__lt=version.number, reviews__isnull=False
        )
        .order_by("-number")
        .first()
    )


def remarks_at(document: Document, remarks: QuerySet[Remark]) -> list[Remark]:
    """What people said of a document, those that wait first. One query."""
    order = [RemarkState.OPEN, RemarkState.MENDED, RemarkState.ACCEPTED, RemarkState.WITHDRAWN]
    found = list(remarks.filter(document=document).order_by("made_at", "pk"))
    return sorted(found, key=lambda each: order.index(RemarkState(each.state)))
