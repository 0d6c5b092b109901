"""Until when documents are awaited: set by those who coordinate a territory."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from opora.access.request import Request
from opora.documents.actions.deadlines import set_deadline
from opora.documents.forms.deadlines import DeadlinesForm
from opora.documents.models import Deadline
from opora.documents.presenters.deadlines import SOON_WORDS, term_chip
from opora.documents.presenters.listing import together
from opora.documents.queries.deadlines import Term, terms_of
from opora.documents.queries.definitions import outlines
from opora.documents.queries.places import own_territory
from opora.documents.rules import SET_DEADLINES
from opora.documents.views.lookup import crumbs, cycle_or_404
from opora.ui.form_pages import form_page

_RULE = (
    "После срока документ ещё принимают столько дней, сколько вы дадите; "
    "потом отправить его нельзя, а черновик остаётся."
)


@require_http_methods(["GET", "HEAD", "POST"])
def deadlines(request: Request) -> HttpResponse:
    """One line a kind of document: the day, the days of grace."""
    territory = own_territory(request.actor)
    if territory is None:
        raise Http404
    SET_DEADLINES.check(request.actor, territory)
    cycle = cycle_or_404(request.GET.get("cycle", ""))
    kinds = [each for each in outlines(territory.path or "").values() if not each.of_territory]
    kept = {each.kind: each for each in Deadline.objects.filter(cycle=cycle, territory=territory)}
    form = DeadlinesForm(request.POST if request.method == "POST" else None, kinds=kinds, kept=kept)
    if form.is_valid():
        for outline in kinds:
            due, grace = form.term(outline.code)
            before = kept.get(outline.code)
            if (due, grace) != ((before.due, before.grace_days) if before else (None, 0)):
                set_deadline(
                    cycle=cycle,
                    territory=territory,
                    outline=outline,
                    due=due,
                    grace_days=grace,
                    by=request.actor,
                    at=timezone.now(),
                )
        messages.success(request, "Сроки записаны. Школы увидят их в документах.")
        return redirect(request.get_full_path())
    path = territory.path or ""
    terms = terms_of(((cycle.pk, each.code, path) for each in kinds), today=timezone.localdate())
    context = {
        "title": "Сроки документов",
        "lead": f"{territory.name}, {cycle.title}. {_RULE}",
        "crumbs": crumbs(),
        "rows": [
            (outline.title, day, grace, _now(terms.get((cycle.pk, outline.code, path)), outline.code in kept))
            for outline, day, grace in form.table()
        ],
        "soon_words": SOON_WORDS,
        "action": "Записать сроки",
        "back_url": reverse("documents"),
    }
    return form_page(request, "documents/deadlines.html", form, context)


def _now(term: Term | None, is_own: bool) -> SafeString | str:
    """What schools are told now; a deadline from above holds until there is one of one's own."""
    if term is None:
        return "срока нет"
    return term_chip(term) if is_own else together(term_chip(term), "задан выше; ваш срок заменит его")
