"""What a school's card says of its documents."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from opora.access import Actor
from opora.documents.models import Document
from opora.documents.presenters.deadlines import term_chip
from opora.documents.presenters.listing import how_chips
from opora.documents.presenters.words import state_chip, whose_move
from opora.documents.queries.deadlines import terms_of
from opora.documents.queries.visibility import documents_visible_to
from opora.documents.states import AWAITED, DocumentState, Form
from opora.organisations.cards import Panel, Shown
from opora.organisations.models import Organisation
from opora.statements import every

_MOST = 8


def _render(actor: Actor, school: Organisation) -> Shown | None:
    """The documents of the newest year that has any, whose move each is, until when it is awaited.

    One query, and one for the deadlines where something is still written.
    """
    documents = every(_newest, actor, school.pk)
    if not documents:
        return None
    newest = documents[0].cycle
    path = school.territory.path or ""
    keys = {each.pk: (each.cycle_id, each.kind, path) for each in documents if each.state in AWAITED}
    terms = terms_of(keys.values(), today=timezone.localdate())
    return Shown(
        "documents/panel.html",
        {
            "cycle": newest,
            "rows": [
                (
                    each.title,
                    reverse("document", args=[each.pk]),
                    [
                        state_chip(each.state),
                        whose_move(actor, each.state, each.state_since),
                        term_chip(terms.get(keys[each.pk])) if each.pk in keys else "",
                        *how_chips(is_attached=each.form == Form.ATTACHED, is_incomplete=each.is_incomplete),
                    ],
                )
                for each in documents
                if each.cycle_id == newest.pk
            ],
            "url": f"{reverse('school-documents', args=[school.pk])}?cycle={newest.code}",
        },
    )


def _newest(actor: Actor, school: int) -> QuerySet[Document]:
    found = documents_visible_to(actor).filter(school=school).exclude(state=DocumentState.ARCHIVED)
    return found.select_related("cycle").order_by("-cycle__starts", "kind", "pk")[:_MOST]


PANEL = Panel(code="documents", title="Документы", position=70, render=_render)
