"""Opening and closing: each asks before it does."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from opora.access.request import Request
from opora.surveys import actions, queries
from opora.surveys.coverage import coverage, total_seen
from opora.surveys.presenters import without_small
from opora.surveys.rules import CLOSE, OPEN
from opora.surveys.views.finding import campaign_or_404
from opora.ui.text import count_ru, date_ru


@require_http_methods(["GET", "HEAD", "POST"])
def campaign_open(request: Request, pk: int) -> HttpResponse:
    found = campaign_or_404(request, pk)
    OPEN.check(request.actor, found)
    if request.method == "POST":
        actions.open_campaign(campaign=found, by=request.actor, at=timezone.now())
        messages.success(request, "Опрос открыт. Школы могут печатать и раздавать листки с кодами.")
        return redirect("campaign", pk)
    cohorts = coverage(request.actor, pk)
    silent = queries.count_of_schools(request.actor, found) - len({each.school_id for each in cohorts})
    words = [
        f"Ответить можно будет с {date_ru(found.opens)} по {date_ru(found.closes)} включительно.",
        f"Записано: {count_ru(len(cohorts), 'группа,группы,групп')},"
        f" {count_ru(sum(each.expected for each in cohorts), 'человек,человека,человек')}.",
        "Анкеты и список школ после этого не изменить. Классы школы смогут дописать.",
    ]
    if silent:
        words.insert(2, f"Ещё не записали классы: {count_ru(silent, 'школа,школы,школ')}.")
    context = {"title": "Открыть опрос?", "action": "Открыть опрос", "lines": words, "back_url": _url(pk)}
    return render(request, "surveys/confirm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def campaign_close(request: Request, pk: int) -> HttpResponse:
    found = campaign_or_404(request, pk)
    CLOSE.check(request.actor, found)
    if request.method == "POST":
        actions.close_campaign(campaign=found, by=request.actor, at=timezone.now())
        messages.success(request, "Опрос закрыт. Ответы собираются: итоги появятся через несколько минут.")
        return redirect("campaign", pk)
    whole = total_seen(request.actor, pk)
    without = f", {without_small(found.minimum_group)}" if whole.small else ""
    words = [
        f"Ответили {whole.counted} из {whole.expected}{without}.",
        "После закрытия ответить и открыть опрос снова нельзя.",
        "Если ждёте ещё ответов, лучше перенесите последний день.",
    ]
    context = {
        "title": "Закрыть опрос?",
        "action": "Закрыть опрос",
        "lines": words,
        "back_url": _url(pk),
        "danger": True,
    }
    return render(request, "surveys/confirm.html", context)


def _url(pk: int) -> str:
    return reverse("campaign", args=[pk])
