"""The list of inquiries, and one of them."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from opora.access.actor import SCHOOL_ROLES
from opora.access.request import Request
from opora.burden.forms.listing import InquiriesForm
from opora.burden.models import Inquiry
from opora.burden.presenters import inquiry as drawn
from opora.burden.presenters import listing as words
from opora.burden.presenters.words import URGENT, inquiry_chip, left
from opora.burden.printouts.sheets import answers_workbook, inquiries_workbook
from opora.burden.queries.asking import schools_asked
from opora.burden.queries.listing import Chosen, found_by, questions_of, replies_of, rows_of
from opora.burden.rules import ASKERS, BEGIN, CLOSE, EDIT, READS_TERRITORY, SEE
from opora.burden.states import InquiryState
from opora.burden.views.lookup import crumbs, inquiry_or_404
from opora.cycles.models import Cycle
from opora.history.queries import of_subject
from opora.orders.queries.places import territories_to_choose
from opora.ui.downloads import attached

PER_PAGE = 50


@require_safe
def inquiries(request: Request) -> HttpResponse:
    """Every inquiry that the actor sees; with `as=xlsx` the same as a workbook."""
    actor = request.actor
    SEE.check(actor, None)
    cycles = list(Cycle.objects.all())
    territories = [] if actor.role in SCHOOL_ROLES else territories_to_choose(actor)
    form = InquiriesForm(
        request.GET,
        cycles=cycles,
        territories=territories,
        drafts=actor.is_operator or actor.role in ASKERS,
    )
    cycle, place = form.chosen("cycle"), form.chosen("territory")
    chosen = Chosen(
        words=form.chosen("q"),
        state=form.chosen("state"),
        cycle_id=next((each.pk for each in cycles if each.code == cycle), None),
        path=next((each.path or "" for each in territories if each.code == place), ""),
        is_urgent=bool(form.chosen("urgent")),
    )
    found = found_by(actor, chosen)
    if request.GET.get("as") == "xlsx":
        data = inquiries_workbook(rows_of(actor, found), today=timezone.localdate())
        return attached(data, "Запросы сведений.xlsx")
    page = Paginator(range(found.count()), PER_PAGE).get_page(request.GET.get("page"))
    rows = rows_of(actor, found, start=(page.number - 1) * PER_PAGE, size=PER_PAGE)
    context = {
        "title": "Запросы сведений",
        "form": form,
        "active": form.active,
        "table": words.table(rows, narrowed=form.active > 0),
        "page": page,
        "may_ask": BEGIN.can(actor, None),
    }
    return render(request, "burden/inquiries.html", context)


@require_safe
def inquiry(request: Request, pk: int) -> HttpResponse:
    """A draft with what is left to do, or the answers of the schools that one sees."""
    found, actor = inquiry_or_404(request, pk), request.actor
    questions = questions_of(found)
    context = {
        "title": found.title,
        "crumbs": crumbs(),
        "inquiry": found,
        "chips": _chips(found),
        "facts": drawn.facts(found),
        "is_talked": actor.acts_as(*READS_TERRITORY),
        "events": drawn.events(of_subject("inquiry", found.pk)),
    }
    if found.state == InquiryState.DRAFT:
        may_edit = EDIT.can(actor, found)
        context |= {
            "questions": drawn.questions_table(questions, may_edit=may_edit),
            "schools": schools_asked(actor, found, today=timezone.localdate()).count(),
            "is_looked": found.looked_at is not None,
            "has_questions": bool(questions),
            "may_edit": may_edit,
        }
        return render(request, "burden/draft.html", context)
    replies = replies_of(actor, found)
    if request.GET.get("as") == "xlsx":
        data = answers_workbook(found, questions, replies, today=timezone.localdate())
        return attached(data, f"{found.title}.xlsx")
    # of one's own schools alone: who else was asked is the sender's matter
    is_territory = actor.is_operator or actor.covers_territory(found.territory_path) or len(replies) > 1
    context |= {
        "stats": drawn.stats(found, replies) if is_territory else None,
        "answers": drawn.answers_table(found, questions, replies),
        "questions": drawn.questions_table(questions, may_edit=False),
        "may_close": CLOSE.can(actor, found),
    }
    return render(request, "burden/inquiry.html", context)


def _chips(found: Inquiry) -> list[object]:
    chips: list[object] = [inquiry_chip(found.state)]
    if found.is_urgent and found.state != InquiryState.CLOSED:
        chips.append(URGENT)
    return [each for each in (*chips, left(found, timezone.now())) if each]
