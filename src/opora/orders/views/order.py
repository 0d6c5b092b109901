"""One order: its page, its files, its print."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from opora.access.request import Request
from opora.files.answers import stored
from opora.history.queries import of_subject
from opora.orders.actions.common import SUBJECT
from opora.orders.models import Order
from opora.orders.presenters import order as words
from opora.orders.presenters.words import chips
from opora.orders.printouts.of_order import printed
from opora.orders.queries.expected import expectations
from opora.orders.queries.related import appointments_of, chain_of, groups_of, likely_of
from opora.orders.rules import EDIT, ENTER, KEEP, LAPSE, RESTORE, SEE, SIGN
from opora.orders.views.lookup import crumbs, order_or_404
from opora.printing import write_docx, write_pdf
from opora.ui.downloads import attached

_WRITERS = {"pdf": write_pdf, "docx": write_docx}


@require_safe
def order(request: Request, pk: int) -> HttpResponse:
    """What it is, its papers, whom it appoints, what it does to earlier ones, what was done with it."""
    actor = request.actor
    SEE.check(actor, None)
    found = order_or_404(request, pk)
    may_keep = KEEP.can(actor, found)
    does, done = chain_of(found)
    kind = expectations(found.territory_path).find(found.kind) if found.kind else None
    appointments = appointments_of(found)
    likely = likely_of(actor, found) if may_keep else None
    context = {
        "title": found.title,
        "crumbs": crumbs(),
        "order": found,
        "chips": chips(actor, found),
        "facts": words.facts(found, kind.title if kind else ""),
        "text": words.text_of(found),
        "files": words.papers(found, list(found.files.select_related("file"))),
        "annexes": words.annexes(found, list(found.annexes.select_related("file"))),
        "people": words.people_table(appointments) if appointments else None,
        "groups": words.group_links(groups_of(found)),
        "likely": words.likely_choices(likely) if likely else [],
        "relations": words.relations(does, done),
        "events": words.events(of_subject(SUBJECT, found.pk)),
        "may_keep": may_keep,
        "may_edit": EDIT.can(actor, found),
        "may_sign": SIGN.can(actor, found),
        "may_enter": ENTER.can(actor, found),
        "may_lapse": LAPSE.can(actor, found),
        "may_restore": RESTORE.can(actor, found),
    }
    return render(request, "orders/order.html", context)


@require_safe
def printout(request: Request, pk: int, kind: str) -> HttpResponse:
    """An order written here, as DOCX or PDF; a draft says so at the foot of every page."""
    SEE.check(request.actor, None)
    found = order_or_404(request, pk)
    if kind not in _WRITERS or not found.is_written_here:
        raise Http404
    return attached(_WRITERS[kind](printed(found)), f"{_file_name(found)}.{kind}")


def _file_name(found: Order) -> str:
    return f"Приказ {found.number} {found.title[:80]}" if found.number else f"Проект {found.title[:80]}"


@require_safe
def file(request: Request, pk: int, file_pk: int) -> HttpResponse:
    SEE.check(request.actor, None)
    found = order_or_404(request, pk).files.select_related("file").filter(pk=file_pk).first()
    return stored(found.file if found else None, way="bytes")


@require_safe
def annex_file(request: Request, pk: int, annex_pk: int) -> HttpResponse:
    SEE.check(request.actor, None)
    found = order_or_404(request, pk).annexes.select_related("file").filter(pk=annex_pk).first()
    return stored(found.file if found else None, way="bytes")
