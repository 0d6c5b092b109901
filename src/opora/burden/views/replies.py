"""A school's reply: answering it, and what the sender does with it; closing an inquiry."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opora.access import Conflict, Permission
from opora.access.request import Request
from opora.burden import actions
from opora.burden.forms.answering import ReplyForm, WordsForm
from opora.burden.forms.drafting import TermForm
from opora.burden.models import Reply
from opora.burden.presenters import inquiry as drawn
from opora.burden.presenters.words import URGENT, left, reply_chip, until
from opora.burden.queries.listing import questions_of
from opora.burden.rules import ANSWER, ANSWERERS, CLOSE, EXCUSE, RETURN
from opora.burden.states import OPEN_REPLIES, AnswerSource, InquiryState, ReplyState
from opora.burden.views.lookup import crumbs, inquiry_or_404, reply_or_404
from opora.files.answers import stored
from opora.ui.form_pages import form_page, told_in

_BOTH = require_http_methods(["GET", "HEAD", "POST"])
_DISK = "Файл не записался на диск установки. Попробуйте позже."


@_BOTH
def reply(request: Request, pk: int) -> HttpResponse:
    """What is asked, what is known already; for those who answer, the form with what is known filled in."""
    found, actor = reply_or_404(request, pk), request.actor
    questions = questions_of(found.inquiry)
    answers = list(found.answers.select_related("question", "file").order_by("question__position", "pk"))
    is_offered = any(each.source == AnswerSource.OFFERED for each in answers)
    form, status = None, 200
    if request.method == "POST":
        ANSWER.check(actor, found)
    if ANSWER.can(actor, found):
        form = ReplyForm(
            request.POST or None,
            request.FILES or None,
            questions=questions,
            kept={each.question_id: each for each in answers},
            initial={"seen": found.revision, "note": found.note},
        )
        if form.is_valid():
            if (status := _answer(request, found, form)) == 0:
                messages.success(request, "Ответ отправлен. До закрытия запроса его можно поправить.")
                return redirect("inquiry-reply", pk)
        elif form.is_bound:
            status = 422
    context = {
        "title": found.inquiry.title,
        "crumbs": crumbs(found.inquiry),
        "reply": found,
        "inquiry": found.inquiry,
        "until": until(found.inquiry.due, found.inquiry.answer_by, found.inquiry.zone),
        "chips": _chips(found),
        "form": form,
        "is_offered": is_offered,
        "is_again": found.state == ReplyState.ANSWERED,
        "action": _action(found, answers_offered=is_offered),
        "known": drawn.known_answers(found, answers),
        "given": drawn.given_answers(found, questions, answers) if form is None else None,
        "refusal": _refusal(request, found),
        "may_return": RETURN.can(actor, found),
        "may_excuse": EXCUSE.can(actor, found),
        "may_ask_successor": EXCUSE.can(actor, found) and found.school.merged_into_id is not None,
    }
    return render(request, "burden/reply.html", context, status=status)


def _answer(request: Request, found: Reply, form: ReplyForm) -> int:
    """0 where it was written, else the status with which the form is shown again: nothing typed is lost."""
    try:
        actions.answer(
            reply=found,
            values=form.values(),
            files=form.materials(),
            note=form.cleaned_data["note"],
            seen=form.cleaned_data["seen"],
            by=request.actor,
            at=timezone.now(),
        )
    except ValidationError as mistake:
        with told_in(form):
            raise mistake
        return 422
    except Conflict as clash:
        form.add_error(None, clash.reason)
        # who sends it once more has read who answered
        found.refresh_from_db(fields=["revision"])
        again = request.POST.copy()
        again["seen"] = str(found.revision)
        form.data = again
        return 409
    except OSError:
        form.add_error(None, _DISK)
        return 422
    return 0


def _action(found: Reply, *, answers_offered: bool) -> str:
    if found.state == ReplyState.ANSWERED:
        return "Отправить поправленное"
    return "Всё верно, отправить" if answers_offered else "Отправить ответ"


def _refusal(request: Request, found: Reply) -> str:
    """Why those who answer have no form here."""
    if request.actor.role not in ANSWERERS or found.state not in OPEN_REPLIES:
        return ""
    return ANSWER.refusal(request.actor, found) or ""


def _chips(found: Reply) -> list[object]:
    chips: list[object] = [reply_chip(found)]
    if found.inquiry.is_urgent and found.state in OPEN_REPLIES:
        chips.append(URGENT)
    if found.state in OPEN_REPLIES and found.school.is_open:
        chips.append(left(found.inquiry, timezone.now()))
    return [each for each in chips if each]


@require_safe
def file(request: Request, pk: int, answer_pk: int) -> HttpResponse:
    """What a school attached, for those who see the reply."""
    found = reply_or_404(request, pk)
    given = found.answers.select_related("file").filter(pk=answer_pk, file__isnull=False).first()
    return stored(given.file if given else None)


def _with_words(
    request: Request,
    pk: int,
    permission: Permission[Reply],
    act: Callable[..., Reply],
    form: WordsForm,
    **words: str,
) -> HttpResponse:
    found = reply_or_404(request, pk)
    permission.check(request.actor, found)
    if form.is_valid():
        with told_in(form):
            act(reply=found, words=form.cleaned_data["words"], by=request.actor, at=timezone.now())
            messages.success(request, words["told"])
            return redirect("inquiry", found.inquiry_id)
    context = {
        "crumbs": crumbs(found.inquiry),
        "lead": found.school.name,
        "back_url": reverse("inquiry-reply", args=[pk]),
        **words,
    }
    return form_page(request, "burden/form.html", form, context)


@_BOTH
def give_back(request: Request, pk: int) -> HttpResponse:
    form = WordsForm(request.POST or None, label="Что уточнить", required="Напишите, что уточнить.")
    return _with_words(
        request, pk, RETURN, actions.give_back, form,
        title="Попросить уточнить", action="Вернуть школе", told="Школа увидит это на своём столе.",
    )  # fmt: skip


@_BOTH
def excuse(request: Request, pk: int) -> HttpResponse:
    form = WordsForm(
        request.POST or None,
        label="Почему ответ больше не нужен",
        required="Напишите, почему ответ больше не нужен.",
    )
    return _with_words(
        request, pk, EXCUSE, actions.excuse, form,
        title="Снять запрос со школы", action="Снять", told="Со школы запрос снят.",
    )  # fmt: skip


@require_POST
def successor(request: Request, pk: int) -> HttpResponse:
    """Ask the school that this one became part of."""
    found = reply_or_404(request, pk)
    EXCUSE.check(request.actor, found)
    made = actions.ask_successor(reply=found, by=request.actor, at=timezone.now())
    messages.success(request, f"Спросили «{made.school.name}».")
    return redirect("inquiry", found.inquiry_id)


@_BOTH
def term(request: Request, pk: int) -> HttpResponse:
    """Another day or hour."""
    found = inquiry_or_404(request, pk)
    CLOSE.check(request.actor, found)
    form = TermForm(request.POST or None, initial=TermForm.initial_of(found))
    if form.is_valid():
        with told_in(form):
            seen = form.cleaned_data["seen"]
            actions.move_term(inquiry=found, **form.term(), seen=seen, by=request.actor, at=timezone.now())
            messages.success(request, "Срок перенесён, прежний остался в истории.")
            return redirect("inquiry", pk)
    context = {
        "title": "Перенести срок",
        "action": "Перенести",
        "lead": found.title,
        "crumbs": crumbs(found),
        "back_url": reverse("inquiry", args=[pk]),
    }
    return form_page(request, "burden/form.html", form, context)


@_BOTH
def close(request: Request, pk: int) -> HttpResponse:
    """Asks, then closes: answers are not awaited any more."""
    found = inquiry_or_404(request, pk)
    CLOSE.check(request.actor, found)
    if request.method == "POST":
        actions.close(inquiry=found, by=request.actor, at=timezone.now())
        messages.success(request, "Запрос закрыт. Ответы остались в таблице.")
        return redirect("inquiry", pk)
    awaited = found.replies.filter(state__in=OPEN_REPLIES, school__closed_on=None).count()
    words = ["Школы больше не смогут ответить или поправить ответ. Всё, что пришло, останется."]
    if awaited:
        words.append(f"Ещё не ответили школ: {awaited}. С их стола запрос исчезнет.")
    assert found.state == InquiryState.SENT
    context = {
        "title": "Закрыть запрос?",
        "crumbs": crumbs(found),
        "words": words,
        "action": "Закрыть запрос",
        "back_url": reverse("inquiry", args=[pk]),
    }
    return render(request, "burden/confirm.html", context)
