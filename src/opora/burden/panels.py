"""What a school's card says of what it is asked."""

from django.db.models import QuerySet
from django.urls import reverse

from opora.access import Actor
from opora.burden.models import Reply
from opora.burden.presenters.words import until
from opora.burden.queries.waiting import awaited_replies
from opora.burden.rules import SEE
from opora.organisations.cards import Panel, Shown
from opora.organisations.models import Organisation
from opora.statements import every

_MOST = 5


def _render(actor: Actor, school: Organisation) -> Shown | None:
    """What waits for an answer, and the way to the ledger: it is summed there, not on every card. One query."""
    if not SEE.can(actor, None):
        return None
    rows = [
        (
            reverse("inquiry-reply", args=[each.pk]),
            each.inquiry.title,
            until(each.inquiry.due, each.inquiry.answer_by, each.inquiry.zone),
        )
        for each in every(_waiting, actor, school.pk)
    ]
    return Shown("burden/panel.html", {"rows": rows, "url": reverse("burden-school", args=[school.pk])})


def _waiting(actor: Actor, school: int) -> QuerySet[Reply]:
    found = Reply.objects.filter(awaited_replies(actor), school=school).select_related("inquiry")
    return found.order_by("inquiry__due", "pk")[:_MOST]


PANEL = Panel(code="burden", title="Что спрашивают у школы", position=90, render=_render)
