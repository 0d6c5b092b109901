"""What is done with one order: signing, files, annexes, people, relations, the end."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from opora.access.request import Request
from opora.orders import actions
from opora.orders.forms.writing import AnnexForm, FileForm, LapseForm, LinkForm, RelateForm, SignForm
from opora.orders.models import Order
from opora.orders.naming import named
from opora.orders.presenters.order import likely_choices, text_of
from opora.orders.queries.related import likely_of, may_be_earlier
from opora.orders.rules import EDIT, ENTER, KEEP, LAPSE, RESTORE, SIGN
from opora.orders.states import RelationKind
from opora.orders.views.lookup import crumbs, order_or_404
from opora.orders.views.writing import seen_in
from opora.ui.form_pages import form_page, told_in

_BOTH = require_http_methods(["GET", "HEAD", "POST"])
_MOST_EARLIER = 300


def _page(
    request: Request, order: Order, form: object, *, template: str = "orders/form.html", **more: object
) -> HttpResponse:
    context = {"crumbs": crumbs(order), "order": order, "back_url": reverse("order", args=[order.pk]), **more}
    return form_page(request, template, form, context)  # type: ignore[arg-type]


@_BOTH
def sign(request: Request, pk: int) -> HttpResponse:
    """The head reads the words, gives number and date: the order is in force."""
    found = order_or_404(request, pk)
    SIGN.check(request.actor, found)
    form = SignForm(
        request.POST if request.method == "POST" else None,
        initial={"number": found.number, "date": found.date or timezone.localdate()},
    )
    if form.is_valid():
        with told_in(form):
            actions.sign(
                order=found,
                number=form.cleaned_data["number"],
                day=form.cleaned_data["date"],
                seen=seen_in(request),
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, "Приказ подписан и действует.")
            return redirect("order", pk)
    return _page(
        *(request, found, form),
        template="orders/sign.html",
        title="Подписать приказ",
        text=text_of(found),
        seen=request.POST.get("seen") or found.changed_at.isoformat(),
        action="Подписать",
    )


@_BOTH
def enter(request: Request, pk: int) -> HttpResponse:
    """Number and date of an order signed on paper, whose scan is here."""
    found = order_or_404(request, pk)
    ENTER.check(request.actor, found)
    form = SignForm(
        request.POST if request.method == "POST" else None,
        initial={"number": found.number, "date": found.date},
    )
    if form.is_valid():
        with told_in(form):
            actions.enter(
                order=found,
                number=form.cleaned_data["number"],
                day=form.cleaned_data["date"],
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, "Приказ действует.")
            return redirect("order", pk)
    lead = "Приказ подписан на бумаге, его скан приложен. Номер и дата делают проект действующим приказом."
    return _page(request, found, form, title="Номер и дата приказа", lead=lead, action="Внести")


@_BOTH
def lapse(request: Request, pk: int) -> HttpResponse:
    found = order_or_404(request, pk)
    LAPSE.check(request.actor, found)
    form = LapseForm(
        request.POST if request.method == "POST" else None, initial={"day": timezone.localdate()}
    )
    if form.is_valid():
        with told_in(form):
            actions.lapse(order=found, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Отмечено: приказ утратил силу.")
            return redirect("order", pk)
    lead = "Если издан новый приказ, который заменяет этот, откройте новый и свяжите: этот утратит силу сам."
    return _page(request, found, form, title="Приказ утратил силу", lead=lead, action="Отметить", danger=True)


def _confirmed(
    request: Request,
    order: Order,
    done: Callable[[], object],
    *,
    title: str,
    action: str,
    words: str,
    told: str,
    then: str = "",
) -> HttpResponse:
    """Asks, then does it."""
    url = reverse("order", args=[order.pk])
    if request.method == "POST":
        done()
        messages.success(request, told)
        return redirect(then or url)
    context = {
        "title": title,
        "crumbs": crumbs(order),
        "words": words,
        "action": action,
        "danger": True,
        "back_url": url,
    }
    return render(request, "orders/confirm.html", context)


@_BOTH
def restore(request: Request, pk: int) -> HttpResponse:
    found = order_or_404(request, pk)
    RESTORE.check(request.actor, found)
    return _confirmed(
        *(request, found, lambda: actions.restore(order=found, by=request.actor, at=timezone.now())),
        title="Вернуть приказ в силу?",
        action="Вернуть в силу",
        words="Приказ снова будет действовать с того дня, когда издан. Связи с другими приказами останутся.",
        told="Приказ снова действует.",
    )


@_BOTH
def delete(request: Request, pk: int) -> HttpResponse:
    found = order_or_404(request, pk)
    EDIT.check(request.actor, found)
    return _confirmed(
        *(request, found, lambda: actions.delete_draft(order=found, by=request.actor, at=timezone.now())),
        title="Удалить проект?",
        action="Удалить проект",
        words="Проект исчезнет вместе с текстом и файлами. В истории останется, что он был.",
        told="Проект удалён.",
        then=reverse("orders"),
    )


@_BOTH
def add_file(request: Request, pk: int) -> HttpResponse:
    found = order_or_404(request, pk)
    KEEP.check(request.actor, found)
    post = request.method == "POST"
    form = FileForm(request.POST, request.FILES) if post else FileForm()
    if form.is_valid():
        given = form.cleaned_data["file"]
        with told_in(form):
            actions.attach(
                order=found, data=given.read(), name=given.name or "", by=request.actor, at=timezone.now()
            )
            messages.success(request, "Файл приложен.")
            return redirect("order", pk)
    return _page(request, found, form, title="Приложить файл", action="Приложить")


@_BOTH
def remove_file(request: Request, pk: int, file_pk: int) -> HttpResponse:
    found = order_or_404(request, pk)
    KEEP.check(request.actor, found)
    kept = found.files.select_related("file").filter(pk=file_pk).first()
    if kept is None:
        raise Http404
    return _confirmed(
        request,
        found,
        lambda: actions.detach(order=found, file=kept, by=request.actor, at=timezone.now()),
        title="Убрать файл?",
        action="Убрать файл",
        words=f"Файл «{kept.file.name}» больше не откроется. В истории останется его название.",
        told="Файл убран.",
    )


@_BOTH
def add_annex(request: Request, pk: int) -> HttpResponse:
    found = order_or_404(request, pk)
    KEEP.check(request.actor, found)
    post = request.method == "POST"
    number = str(found.annexes.count() + 1)
    form = AnnexForm(request.POST, request.FILES) if post else AnnexForm(initial={"number": number})
    if form.is_valid():
        given = form.cleaned_data["file"]
        with told_in(form):
            actions.add_annex(
                order=found,
                number=form.cleaned_data["number"],
                title=form.cleaned_data["title"],
                data=given.read() if given else b"",
                name=(given.name or "") if given else "",
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, "Приложение добавлено.")
            return redirect("order", pk)
    return _page(request, found, form, title="Добавить приложение", action="Добавить")


@_BOTH
def remove_annex(request: Request, pk: int, annex_pk: int) -> HttpResponse:
    found = order_or_404(request, pk)
    KEEP.check(request.actor, found)
    annex = found.annexes.select_related("file").filter(pk=annex_pk).first()
    if annex is None:
        raise Http404
    return _confirmed(
        request,
        found,
        lambda: actions.remove_annex(order=found, annex=annex, by=request.actor, at=timezone.now()),
        title="Убрать приложение?",
        action="Убрать приложение",
        words=f"Приложение {annex.number} «{annex.title}» исчезнет вместе с файлом.",
        told="Приложение убрано.",
    )


@_BOTH
def link(request: Request, pk: int) -> HttpResponse:
    """Confirm whom the order appointed, among those that name its number."""
    found = order_or_404(request, pk)
    KEEP.check(request.actor, found)
    offered = likely_choices(likely_of(request.actor, found))
    form = LinkForm(request.POST if request.method == "POST" else None, offered=offered)
    if form.is_valid():
        with told_in(form):
            actions.link(
                order=found,
                appointments=form.ids("a"),
                groups=form.ids("g"),
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, "Связано.")
            return redirect("order", pk)
    return _page(request, found, form, title="Кого назначил приказ", action="Да, назначил")


@require_POST
def unlink(request: Request, pk: int) -> HttpResponse:
    found = order_or_404(request, pk)
    KEEP.check(request.actor, found)
    actions.unlink(order=found, by=request.actor, at=timezone.now())
    messages.success(request, "Отметка снята.")
    return redirect("order", pk)


@_BOTH
def relate(request: Request, pk: int) -> HttpResponse:
    """What this order does to an earlier one."""
    found = order_or_404(request, pk)
    KEEP.check(request.actor, found)
    earlier = list(may_be_earlier(request.actor, found).order_by("-date", "-pk")[:_MOST_EARLIER])
    form = RelateForm(
        request.POST if request.method == "POST" else None,
        earlier=[(each.pk, named(each.number, each.date, each.title)) for each in earlier],
    )
    if form.is_valid():
        with told_in(form):
            actions.relate(
                order=found,
                earlier=next(each for each in earlier if each.pk == form.cleaned_data["earlier"]),
                kind=RelationKind(form.cleaned_data["kind"]),
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, "Связано.")
            return redirect("order", pk)
    lead = "Заменённый и отменённый приказ утратит силу в день, когда издан этот."
    return _page(request, found, form, title="Что он меняет", lead=lead, action="Связать")


@require_POST
def unrelate(request: Request, pk: int, relation_pk: int) -> HttpResponse:
    found = order_or_404(request, pk)
    KEEP.check(request.actor, found)
    relation = found.does.select_related("earlier").filter(pk=relation_pk).first()
    if relation is None:
        raise Http404
    actions.unrelate(order=found, relation=relation, by=request.actor, at=timezone.now())
    messages.success(request, "Связь убрана. Прежний приказ остался как есть.")
    return redirect("order", pk)
