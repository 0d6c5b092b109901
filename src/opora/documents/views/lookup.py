"""What the pages are about, if the actor sees it."""

from django.http import Http404
from django.urls import reverse

from opora.access.request import Request
from opora.cycles.models import Cycle
from opora.documents.models import Document, DocumentVersion, Remark
from opora.documents.presenters.words import owner_name
from opora.documents.queries.visibility import document_seen_by, remarks_visible_to
from opora.organisations.models import Organisation
from opora.organisations.queries import schools_visible_to
from opora.ui.components import Crumb


def document_or_404(request: Request, pk: int) -> Document:
    found = document_seen_by(request.actor, pk)
    if found is None:
        raise Http404
    return found


def version_or_404(document: Document, number: int) -> DocumentVersion:
    found = document.versions.filter(number=number).first()
    if found is None:
        raise Http404
    found.document = document
    return found


def remark_or_404(request: Request, document: Document, pk: int) -> Remark:
    found = (
        remarks_visible_to(request.actor)
        .filter(document=document, pk=pk)
        .select_related("version")
        .prefetch_related("replies")
        .first()
    )
    if found is None:
        raise Http404
    found.document = document
    return found


def school_or_404(request: Request, pk: int) -> Organisation:
    found = schools_visible_to(request.actor).select_related("territory").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def cycle_or_404(code: str) -> Cycle:
    """The year of this code; without one the newest."""
    found = Cycle.objects.filter(code=code).first() if code else Cycle.objects.first()
    if found is None:
        raise Http404
    return found


def crumbs(document: Document | None = None, *more: Crumb) -> list[Crumb]:
    """«Документы / школа / …»."""
    found = [Crumb("Документы", reverse("documents"))]
    if document is not None:
        if document.school_id is not None:
            url = f"{reverse('school-documents', args=[document.school_id])}?cycle={document.cycle.code}"
            found.append(Crumb(owner_name(document), url))
        found.append(Crumb(document.title, reverse("document", args=[document.pk])))
    return [*found, *more]
