"""Keying in paper: whose sheets, one sheet twice, what differs, and an empty table to fill in elsewhere."""

import secrets
from dataclasses import dataclass
from typing import Self

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from opora.access import Refused, WrongState
from opora.access.request import Request
from opora.answering import actions, keying_pages, queries
from opora.answering.keyed_table import blank_of
from opora.answering.paper import differences, from_keys, possible
from opora.answering.rules import KEY_IN, OPEN_KEYING
from opora.answering.views.lookup import cohort_or_404
from opora.answering.visit import RETRY_BYTES
from opora.imports.actions import days_kept
from opora.questionnaires.instrument import Instrument
from opora.surveys import entry as surveys
from opora.surveys.models import Cohort

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EMPTY = "Лист пустой. Введите ответы или отложите этот листок."
OTHER_GROUP = "Это код другой группы: {name}. Откройте её или возьмите листок этой."


@require_safe
def cohorts(request: Request) -> HttpResponse:
    OPEN_KEYING.check(request.actor, None)
    found = queries.cohorts_to_key(request.actor, on=timezone.localdate())
    context = {
        "title": "Ввод листков с бумаги",
        "cohorts": found,
        "table": keying_pages.table(found),
        "days": days_kept(),
    }
    return render(request, "answering/keying.html", context)


@require_safe
def blank(request: Request, pk: int) -> HttpResponse:
    """A table of this group's questions: a row is a sheet."""
    cohort = cohort_or_404(request, pk)
    KEY_IN.check(request.actor, cohort)
    data = blank_of(surveys.instrument_of(queries.version_of(cohort)))
    return HttpResponse(
        data, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="listki-{pk}.xlsx"'}
    )


@dataclass(frozen=True, slots=True)
class Sent:
    """One pass as the form sent it, with the passes before."""

    turn: int
    code: str
    retry: str
    keyed: dict[str, str]
    first: dict[str, str]
    second: dict[str, str]

    @classmethod
    def of(cls, request: Request) -> Self:
        sent = {name: str(value) for name, value in request.POST.items()}
        turn, retry = sent.get("_pass", "1"), sent.get("_retry", "")
        known = len(retry) == 2 * RETRY_BYTES and not set(retry) - set("0123456789abcdef")
        return cls(
            turn=int(turn) if turn in ("2", "3") else 1,
            code=sent.get("_code", "").strip(),
            retry=retry if known else secrets.token_hex(RETRY_BYTES),
            keyed={name: value for name, value in sent.items() if not name.startswith(("_", "csrf"))},
            first={name[3:]: value for name, value in sent.items() if name.startswith("_1.")},
            second={name[3:]: value for name, value in sent.items() if name.startswith("_2.")},
        )


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: Request, pk: int) -> HttpResponse:
    """One sheet: keyed in, keyed in again, compared, accepted."""
    cohort = cohort_or_404(request, pk)
    KEY_IN.check(request.actor, cohort)
    instrument = surveys.instrument_of(queries.version_of(cohort))
    sent = Sent.of(request)
    if request.method != "POST":
        return _page(request, cohort, instrument, sent, {})
    keyed = {**sent.second, **sent.keyed} if sent.turn == 3 else sent.keyed
    found = possible(instrument, from_keys(instrument, keyed))
    mistakes = {**_about_code(cohort, sent.code, first=sent.turn == 1), **found.mistakes}
    if not found.answers:
        mistakes.setdefault("_sheet", EMPTY)
    if mistakes:
        return _page(request, cohort, instrument, sent, mistakes)
    if sent.turn == 1:
        return _page(request, cohort, instrument, Sent(2, sent.code, sent.retry, {}, sent.keyed, {}), {})
    if sent.turn == 2 and differences(instrument, sent.first, sent.keyed):
        return _page(
            request, cohort, instrument, Sent(3, sent.code, sent.retry, {}, sent.first, sent.keyed), {}
        )
    try:
        actions.key_in_sheet(
            cohort=cohort, code=sent.code, retry_key=bytes.fromhex(sent.retry), language=instrument.language,
            answers=found.answers, by=request.actor, at=timezone.now(),
        )  # fmt: skip
    except (surveys.CodeUsed, surveys.CodeExpired, surveys.UnknownCode) as refused:
        return _page(request, cohort, instrument, sent, {"_code": refused.reason})
    messages.success(request, "Лист принят. Вводите следующий.")
    return redirect("keying-sheet", pk)


def _page(
    request: Request, cohort: Cohort, instrument: Instrument, sent: Sent, mistakes: dict[str, str]
) -> HttpResponse:
    differing = differences(instrument, sent.first, sent.second) if sent.turn == 3 else []
    unseen = {f"_1.{name}": value for name, value in sent.first.items()}
    unseen |= {f"_2.{name}": value for name, value in sent.second.items()}
    context = keying_pages.sheet_page(
        cohort, instrument, sent.turn, code=sent.code, retry=sent.retry, keyed=sent.keyed, mistakes=mistakes,
        unseen=unseen, differences=differing,
    )  # fmt: skip
    return render(request, "answering/keying_sheet.html", context, status=422 if mistakes else 200)


def _about_code(cohort: Cohort, code: str, *, first: bool) -> dict[str, str]:
    """What is wrong with the code of this sheet: its group, its state. A used one stops the first turn."""
    if not code:
        return {"_code": "Введите код с листка: по нему мы знаем, что никто не ответит дважды."}
    try:
        entry = surveys.by_code(code, on=timezone.localdate())
    except surveys.CodeUsed as used:
        if first:
            return {"_code": used.reason}
        # this very sheet may have come already: accepting knows
        entry = surveys.addressed(code=code, poster=None)
    except (Refused, WrongState) as refused:
        return {"_code": refused.reason}
    if entry.cohort_id != cohort.pk:
        return {"_code": OTHER_GROUP.format(name=entry.class_label or entry.school_name)}
    return {}
