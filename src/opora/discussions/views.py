"""Pages of discussions."""

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opora import references
from opora.access.request import Request
from opora.discussions import actions, kinds, presenters
from opora.discussions.forms import CommentForm, ListForm
from opora.discussions.models import Comment, CommentFile, Thread
from opora.discussions.queries import listing, threads
from opora.discussions.queries.listing import Found, Line
from opora.discussions.queries.people import people_near
from opora.discussions.rules import WITHDRAW, WRITE
from opora.files.answers import stored
from opora.organisations.references import talks_near
from opora.references import Reference
from opora.ui.components import Crumb
from opora.ui.form_pages import form_page, told_in

_BOTH = require_http_methods(["GET", "HEAD", "POST"])
PER_PAGE = 50


@require_safe
def discussions(request: Request) -> HttpResponse:
    """The newest discussions one may see; with words, the comments that hold them."""
    form = ListForm(request.GET)
    chosen = listing.Chosen(form.chosen("q"), form.chosen("show"), form.chosen("school"))
    page: Page[Found] | Page[Line]
    if chosen.words:
        said = listing.search(request.actor, chosen)
        page = Paginator(said, PER_PAGE).get_page(request.GET.get("page"))
        table = presenters.found_table(list(page.object_list))
    else:
        lines = listing.lines(request.actor, chosen)
        page = Paginator(lines, PER_PAGE).get_page(request.GET.get("page"))
        table = presenters.table(list(page.object_list))
    context = {
        "title": "Обсуждения",
        "form": form,
        "active": form.active,
        "table": table if page.paginator.count else None,
        "page": page,
        "has_more": page.paginator.count >= listing.MOST,
        "places": [] if form.active else _places(request),
    }
    return render(request, "discussions/list.html", context)


def _places(request: Request) -> list[Crumb]:
    """Talks of one's own schools and territories, begun or not."""
    return [
        Crumb(each.title, reverse("discussion", args=[each.kind, each.id]))
        for each in talks_near(request.actor)
        if kinds.has(each.kind) and WRITE.can(request.actor, each)
    ]


def _thing_or_404(request: Request, kind: str, thing_id: int) -> Reference:
    found = threads.thing_of(request.actor, kind, thing_id)
    if found is None:
        raise Http404
    return found


@_BOTH
def discussion(request: Request, kind: str, thing_id: int) -> HttpResponse:
    """Everything said about a thing, the newest page first shown; whoever may write writes below."""
    thing = _thing_or_404(request, kind, thing_id)
    if request.method == "POST":
        WRITE.check(request.actor, thing)
    form = _form(request, thing)
    if form is not None and form.is_valid():
        with told_in(form):
            made = actions.say(
                about=thing,
                text=form.cleaned_data["text"],
                people=form.chosen,
                uploads=form.uploads,
                token=form.cleaned_data["token"],
                by=request.actor,
                at=timezone.now(),
            )
            return redirect(f"{reverse('discussion', args=[kind, thing_id])}#c{made.pk}")
    thread = threads.thread_of(thing)
    context = {
        "title": f"Обсуждение: {thing.title}",
        "crumbs": [
            Crumb("Обсуждения", reverse("discussions")),
            Crumb(references.word(thing.kind).capitalize(), thing.url),
        ],
        "who_sees": presenters.who_sees(thing),
        **(_said(request, thread) if thread is not None else {"comments": []}),
    }
    return form_page(request, "discussions/discussion.html", form, context)


def _form(request: Request, thing: Reference) -> CommentForm | None:
    if not WRITE.can(request.actor, thing):
        return None
    people = people_near(thing, on=timezone.localdate(), but=request.actor.person_id)
    given = request.method == "POST"
    return CommentForm(request.POST if given else None, request.FILES if given else None, people=people)


def _said(request: Request, thread: Thread) -> dict[str, object]:
    """A page of comments; what it shows counts as seen from the next time on."""
    comments, seen = threads.comments_of(thread), threads.seen_by(request.actor, thread)
    pages = Paginator(comments, PER_PAGE)
    page = pages.get_page(request.GET.get("page") or _page_of(request, comments) or pages.num_pages)
    found: list[Comment] = list(page)
    for each in found:
        each.thread = thread
    if found and found[-1].pk > seen and request.method == "GET":
        actions.see(thread=thread, last_id=found[-1].pk, by=request.actor)
    return {
        "comments": presenters.shown(request.actor, found, seen),
        "page": page,
        "calls": threads.calls_open(request.actor, thread),
        "read_url": reverse("discussion-read", args=[thread.kind, thread.thing_id]),
    }


def _page_of(request: Request, comments: QuerySet[Comment]) -> int | None:
    """The page on which the comment of `?at=` stands."""
    wanted = request.GET.get("at", "")
    if not wanted.isdecimal() or len(wanted) > 18:
        return None
    return comments.filter(pk__lt=int(wanted)).count() // PER_PAGE + 1


@require_POST
def mark_read(request: Request, kind: str, thing_id: int) -> HttpResponse:
    """Whoever was called has read it, and nothing is to be answered."""
    thing = _thing_or_404(request, kind, thing_id)
    thread = threads.thread_of(thing)
    if thread is None:
        raise Http404
    if actions.mark_read(thread=thread, by=request.actor, at=timezone.now()):
        messages.success(request, "Отмечено прочитанным: на вашем столе этого больше нет.")
    return redirect("discussion", kind, thing_id)


@_BOTH
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Asks, then takes a comment back."""
    comment = listing.comment_of(pk)
    if comment is None:
        raise Http404
    thing = _thing_or_404(request, comment.thread.kind, comment.thread.thing_id)
    WITHDRAW.check(request.actor, comment)
    back = reverse("discussion", args=[thing.kind, thing.id])
    if request.method == "POST":
        actions.withdraw(comment=comment, by=request.actor, at=timezone.now())
        messages.success(request, "Сообщение убрано вместе с файлами.")
        return redirect(back)
    context = {
        "title": "Убрать сообщение?",
        "crumbs": [Crumb("Обсуждения", reverse("discussions")), Crumb(thing.title, back)],
        "comment": comment,
        "action": "Убрать сообщение",
        "danger": True,
        "back_url": back,
    }
    return render(request, "discussions/withdraw.html", context)


@require_safe
def file(request: Request, pk: int) -> HttpResponse:
    """What was attached to a comment; for those who see what is talked about."""
    found = CommentFile.objects.select_related("file", "comment__thread").filter(pk=pk).first()
    if found is None or found.comment.withdrawn_at is not None:
        raise Http404
    _thing_or_404(request, found.comment.thread.kind, found.comment.thread.thing_id)
    return stored(found.file)
