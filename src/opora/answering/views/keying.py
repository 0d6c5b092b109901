"""Keying in paper: whose sheets, one sheet twice, what differs, and an empty table to fill in elsewhere."""

import secrets
from dataclasses import dataclass, replace
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
from opora.answering.paper import Difference, decided, differences, from_keys, possible
from opora.answering.rules import KEY_IN, OPEN_KEYING
from opora.answering.views.lookup import cohort_or_404
from opora.answering.visit import RETRY_BYTES
from opora.questionnaires.instrument import Instrument
from opora.surveys import entry as surveys
from opora.surveys.models import Cohort
from opora.ui.downloads import attached

EMPTY = "Лист пустой. Введите ответы или отложите этот листок."
OTHER_GROUP = "Это код другой группы: {name}. Откройте её или возьмите листок этой."
TAKEN = "Лист принят. Вводите следующий."
TAKEN_BEFORE = "Этот лист уже принят, повторная отправка ничего не изменила. Вводите следующий."


@require_safe
def cohorts(request: Request) -> HttpResponse:
    OPEN_KEYING.check(request.actor, None)
    found = queries.cohorts_to_key(request.actor, on=timezone.localdate())
    context = {
        "title": "Ввод листков с бумаги",
        "cohorts": found,
        "table": keying_pages.table(found),
    }
    return render(request, "answering/keying.html", context)


@require_safe
def blank(request: Request, pk: int) -> HttpResponse:
    """A table of this group's questions: a row is a sheet."""
    cohort = cohort_or_404(request, pk)
    KEY_IN.check(request.actor, cohort)
    data = blank_of(surveys.instrument_of(queries.version_of(cohort)))
    return attached(data, f"listki-{pk}.xlsx")


@dataclass(frozen=True, slots=True)
class Sent:
    """One pass as the form sent it, with the passes before. No pass comes without those before it."""

    turn: int
    code: str
    language: str
    retry: str
    keyed: dict[str, str]
    first: dict[str, str]
    second: dict[str, str]
    chosen: dict[str, str]

    @classmethod
    def of(cls, request: Request, instrument: Instrument) -> Self:
        sent = {name: str(value) for name, value in request.POST.items()}
        language, retry = sent.get("_lang", ""), sent.get("_retry", "")
        known = len(retry) == 2 * RETRY_BYTES and not set(retry) - set("0123456789abcdef")
        first, second = _under("_1.", sent), _under("_2.", sent)
        turn = int(sent["_pass"]) if sent.get("_pass") in ("2", "3") else 1
        return cls(
            turn=min(turn, 3 if first and second else 2 if first else 1),
            code=sent.get("_code", "").strip(),
            language=language if language in instrument.languages else instrument.language,
            retry=retry if known else secrets.token_hex(RETRY_BYTES),
            keyed={name: value for name, value in sent.items() if not name.startswith(("_", "csrf"))},
            first=first,
            second=second,
            chosen=_under("_pick.", sent),
        )

    def differing(self, instrument: Instrument) -> list[Difference]:
        """What the third pass asks about; nothing in the first two."""
        return differences(instrument, self.first, self.second) if self.turn == 3 else []


def _under(prefix: str, sent: dict[str, str]) -> dict[str, str]:
    return {name[len(prefix) :]: value for name, value in sent.items() if name.startswith(prefix)}


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: Request, pk: int) -> HttpResponse:
    """One sheet: keyed in, keyed in again, compared, accepted."""
    cohort = cohort_or_404(request, pk)
    KEY_IN.check(request.actor, cohort)
    instrument = surveys.instrument_of(queries.version_of(cohort))
    sent = Sent.of(request, instrument)
    if request.method != "POST":
        return _page(request, cohort, instrument, sent, {})
    values, undecided = decided(sent.differing(instrument), sent.keyed, sent.chosen)
    keyed = {**sent.second, **values} if sent.turn == 3 else sent.keyed
    found = possible(instrument, from_keys(instrument, keyed))
    mistakes = {**_about_code(cohort, sent.code, first=sent.turn == 1), **found.mistakes, **undecided}
    if not (found.answers or undecided):
        mistakes.setdefault("_sheet", EMPTY)
    if mistakes:
        return _page(request, cohort, instrument, sent, mistakes)
    if sent.turn == 1:
        return _page(request, cohort, instrument, replace(sent, turn=2, first=sent.keyed, keyed={}), {})
    if sent.turn == 2 and differences(instrument, sent.first, sent.keyed):
        return _page(request, cohort, instrument, replace(sent, turn=3, second=sent.keyed, keyed={}), {})
    try:
        receipt = actions.key_in_sheet(
            cohort=cohort, code=sent.code, retry_key=bytes.fromhex(sent.retry), language=sent.language,
            answers=found.answers, by=request.actor, at=timezone.now(),
        )  # fmt: skip
    except (surveys.CodeUsed, surveys.CodeExpired, surveys.UnknownCode) as refused:
        return _page(request, cohort, instrument, sent, {"_code": refused.reason})
    messages.success(request, TAKEN_BEFORE if receipt.again else TAKEN)
    return redirect("keying-sheet", pk)


def _page(
    request: Request, cohort: Cohort, instrument: Instrument, sent: Sent, mistakes: dict[str, str]
) -> HttpResponse:
    unseen = {"_retry": sent.retry, **{f"_1.{name}": value for name, value in sent.first.items()}}
    if sent.turn == 3:
        unseen |= {f"_2.{name}": value for name, value in sent.second.items()}
    context = keying_pages.sheet_page(
        cohort, instrument, sent.turn, code=sent.code, language=sent.language, keyed=sent.keyed,
        mistakes=mistakes, unseen=unseen, differing=sent.differing(instrument), chosen=sent.chosen,
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
