"""One visit: its page, its files, its paper."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from opora.access.request import Request
from opora.assignments.panels import of_origin
from opora.assignments.queries import of_origin as assignments_of
from opora.assignments.rules import GIVE
from opora.attachments.materials import is_picture
from opora.files.answers import stored
from opora.history.queries import of_subject
from opora.printing import write_docx, write_pdf
from opora.ui.downloads import attached
from opora.visits.actions.common import title_of
from opora.visits.models import Visit
from opora.visits.presenters import one as words
from opora.visits.presenters.words import events
from opora.visits.printouts.paper import note_paper
from opora.visits.queries.definitions import kind_of
from opora.visits.queries.people import still_going
from opora.visits.references import KIND
from opora.visits.rules import AMEND, MOVE, NOTE, READ_NOTE, READ_PRIVATE
from opora.visits.states import VisitState
from opora.visits.views.lookup import crumbs, visit_or_404


@require_safe
def visit(request: Request, pk: int) -> HttpResponse:
    found, actor, at = visit_or_404(request, pk), request.actor, timezone.now()
    today = timezone.localdate(at)
    is_done = found.state == VisitState.DONE
    reads = is_done and READ_NOTE.can(actor, found)
    may_note = NOTE.can(actor, found)
    going = {each.person_id for each in found.visitors.all()}
    left = found.state == VisitState.PLANNED and bool(going) and not still_going(going, on=today)
    kind = kind_of(found.version)
    origin = f"{KIND}:{found.pk}"
    may_give = is_done and found.school.is_open and GIVE.can(actor, found.school)
    context = {
        "title": title_of(found),
        "crumbs": crumbs(),
        "visit": found,
        "school": found.school,
        "chips": words.chips(found, today, mine=may_note),
        "facts": words.facts(found),
        "is_done": is_done,
        "reads": reads,
        "talked_with": words.talked_words(found),
        "checklist": words.checklist(list(found.checked.all())) if reads else None,
        "pictures": _pictures(found) if reads else [],
        "private": found.private if READ_PRIVATE.can(actor, found) else "",
        "sees_private": READ_PRIVATE.can(actor, found),
        "assignments": of_origin(
            actor,
            KIND,
            found.pk,
            at=at,
            add_url=f"{reverse('assignment-new')}?origin={origin}" if may_give else "",
        )
        if reads
        else None,
        "verify_url": reverse("school-directions", args=[found.school_id])
        if kind.verifies and (may_note or reads) and READ_PRIVATE.can(actor, found)
        else "",
        "left": left,
        "may_note": may_note,
        "may_move": MOVE.can(actor, found),
        "may_amend": AMEND.can(actor, found),
        "papers": [
            (kind_.upper(), reverse(f"visit-paper-{kind_}", args=[pk])) for kind_ in ("pdf", "docx") if reads
        ],
        "events": events(of_subject(KIND, found.pk)),
    }
    return render(request, "visits/visit.html", context)


def _pictures(found: Visit) -> list[tuple[str, str, bool]]:
    """(name, address, whether it is shown as a picture)."""
    return [
        (
            each.file.name,
            reverse("visit-file", args=[found.pk, each.pk]),
            is_picture(each.file.content_type),
        )
        for each in found.pictures.select_related("file")
    ]


@require_safe
def file(request: Request, pk: int, file_pk: int) -> HttpResponse:
    """A photo or a paper, for those who read the note."""
    found = visit_or_404(request, pk)
    READ_NOTE.check(request.actor, found)
    picture = found.pictures.select_related("file").filter(pk=file_pk).first()
    return stored(picture.file if picture else None, seconds=3600)


@require_safe
def paper(request: Request, pk: int, extension: str) -> HttpResponse:
    """The note on one page."""
    found = visit_or_404(request, pk)
    if found.state != VisitState.DONE:
        raise Http404
    READ_NOTE.check(request.actor, found)
    document = note_paper(found, list(found.checked.all()), assignments_of(KIND, found.pk))
    data = write_pdf(document) if extension == "pdf" else write_docx(document)
    return attached(data, f"{found.kind_title}, {found.school.name}, {found.visited_on:%d.%m.%Y}.{extension}")
