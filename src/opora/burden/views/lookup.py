"""What the pages are about, if the actor sees it."""

from django.http import Http404
from django.urls import reverse

from opora.access.request import Request
from opora.burden.models import Inquiry, Question, Reply
from opora.burden.queries.visibility import inquiry_seen_by, reply_seen_by
from opora.ui.components import Crumb


def inquiry_or_404(request: Request, pk: int) -> Inquiry:
    found = inquiry_seen_by(request.actor, pk)
    if found is None:
        raise Http404
    return found


def question_or_404(inquiry: Inquiry, pk: int) -> Question:
    found = inquiry.questions.select_related("inquiry").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def reply_or_404(request: Request, pk: int) -> Reply:
    found = reply_seen_by(request.actor, pk)
    if found is None:
        raise Http404
    return found


def crumbs(inquiry: Inquiry | None = None) -> list[Crumb]:
    found = [Crumb("Запросы сведений", reverse("inquiries"))]
    if inquiry is not None:
        found.append(Crumb(inquiry.title, reverse("inquiry", args=[inquiry.pk])))
    return found
