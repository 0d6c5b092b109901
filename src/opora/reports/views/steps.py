"""Steps of a report: addressed, handed over, given back, signed, annulled, deleted."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from opora.access import WrongState
from opora.access.request import Request
from opora.reports import actions
from opora.reports.content import Content
from opora.reports.forms.writing import AddressForm, IssueForm, WhyForm
from opora.reports.models import Report
from opora.reports.queries.requests import request_for
from opora.reports.rules import ANNUL, ISSUE, RETURN, WRITE
from opora.reports.texts import lacking
from opora.reports.views.lookup import crumbs, report_or_404
from opora.ui.form_pages import form_page, told_in

_BOTH = require_http_methods(["GET", "HEAD", "POST"])


def _seen(request: Request) -> int:
    """The revision that the page showed; a page that says none has seen nothing."""
    given = request.POST.get("seen", "")
    return int(given) if given.isdecimal() else -1


def _page(found: Report, title: str, action: str, **more: object) -> dict[str, object]:
    return {
        "title": title,
        "crumbs": crumbs(found),
        "report": found,
        "action": action,
        "seen": found.revision,
        "back_url": reverse("report", args=[found.pk]),
        **more,
    }


@_BOTH
def address(request: Request, pk: int) -> HttpResponse:
    """To whom the letter goes and who signs it."""
    found = report_or_404(request, pk)
    WRITE.check(request.actor, found)
    form = AddressForm.of(request.POST or None, found)
    if form.is_valid():
        with told_in(form):
            actions.address(
                report=found, given=form.address(), seen=_seen(request), by=request.actor, at=timezone.now()
            )
            messages.success(request, "Записано.")
            return redirect("report", pk)
    return form_page(request, "reports/form.html", form, _page(found, "Кому и за чьей подписью", "Записать"))


@_BOTH
def submit(request: Request, pk: int) -> HttpResponse:
    """Asks once more: from here on facts and words stand as they are."""
    found = report_or_404(request, pk)
    WRITE.check(request.actor, found)
    blank = lacking(found.texts, found.stage)
    if request.method == "POST":
        try:
            actions.submit(report=found, seen=_seen(request), by=request.actor, at=timezone.now())
        except ValidationError as refused:
            raise WrongState(" ".join(refused.messages)) from refused
        messages.success(request, "Отчёт на подписи. Руководитель увидит его на своём столе.")
        return redirect("report", pk)
    asked = request_for(found.territory, found.cycle, found.stage)
    context = _page(found, "Передать отчёт на подпись?", "Передать на подпись", blank=blank, asked=asked)
    return form_page(request, "reports/submit.html", None, context)


@_BOTH
def give_back(request: Request, pk: int) -> HttpResponse:
    found = report_or_404(request, pk)
    RETURN.check(request.actor, found)
    form = WhyForm(request.POST or None)
    if form.is_valid():
        with told_in(form):
            actions.give_back(report=found, why=form.cleaned_data["why"], by=request.actor, at=timezone.now())
            messages.success(request, "Отчёт вернулся к координатору.")
            return redirect("report", pk)
    lead = "Координатор снова сможет править слова, а факты соберутся заново на день следующей передачи."
    context = _page(found, "Вернуть отчёт на доработку", "Вернуть", lead=lead)
    return form_page(request, "reports/form.html", form, context)


@_BOTH
def issue(request: Request, pk: int) -> HttpResponse:
    """Number and date: the letter is frozen with them."""
    found = report_or_404(request, pk)
    ISSUE.check(request.actor, found)
    form = IssueForm(request.POST or None, initial={"date": timezone.localdate()})
    if form.is_valid():
        with told_in(form):
            actions.issue(
                report=found,
                number=form.cleaned_data["number"],
                day=form.cleaned_data["date"],
                seen=_seen(request),
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, "Отчёт подписан: номер, дата и файлы больше не меняются.")
            return redirect("report", pk)
    missing = len(Content.of(found.content or {}).missing)
    context = _page(found, "Подписать отчёт", "Подписать", missing=missing)
    return form_page(request, "reports/issue.html", form, context)


@_BOTH
def annul(request: Request, pk: int) -> HttpResponse:
    found = report_or_404(request, pk)
    ANNUL.check(request.actor, found)
    form = WhyForm(request.POST or None)
    if form.is_valid():
        with told_in(form):
            actions.annul(report=found, why=form.cleaned_data["why"], by=request.actor, at=timezone.now())
            messages.success(request, "Отчёт аннулирован. Можно начать новый по тому же этапу.")
            return redirect("report", pk)
    lead = "Письмо останется таким, каким отправлено, с отметкой «аннулирован» и вашей причиной."
    context = _page(found, "Аннулировать отчёт", "Аннулировать", lead=lead, danger=True)
    return form_page(request, "reports/form.html", form, context)


@_BOTH
def delete(request: Request, pk: int) -> HttpResponse:
    found = report_or_404(request, pk)
    WRITE.check(request.actor, found)
    if request.method == "POST":
        actions.delete_draft(report=found, by=request.actor, at=timezone.now())
        messages.success(request, "Черновик отчёта удалён.")
        return redirect("reports")
    context = _page(found, "Удалить черновик отчёта?", "Удалить", danger=True)
    return form_page(request, "reports/delete.html", None, context)
