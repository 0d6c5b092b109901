"""Agreements as a list and one by one."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.safestring import SafeString

from opora.curators.models import Agreement
from opora.curators.presenters.words import agreement_chip, short
from opora.curators.queries.agreements import AgreementLine
from opora.curators.states import AgreementState
from opora.ui.components import Fact, Tab
from opora.ui.escaping import as_markup, esc
from opora.ui.markup import link
from opora.ui.tables import Column, Table
from opora.ui.text import date_ru

EMPTY = "Соглашений пока нет. Его готовят со страницы школы: «Куратор и соглашение»."


def tabs(counts: Mapping[str, int], state: str, query: str) -> list[Tab]:
    before = f"?{query}&" if query else "?"
    found = [Tab("Все", f"?{query}", not state, sum(counts.values()))]
    return found + [
        Tab(each.label[:1].upper() + each.label[1:], f"{before}state={each.value}", state == each.value, many)
        for each in AgreementState
        if (many := counts.get(each.value, 0)) or state == each.value
    ]


def table(rows: Sequence[AgreementLine], *, narrowed: bool) -> Table:
    return Table(
        "agreements",
        "Соглашения школ и кураторов",
        [
            *(Column("Школа", "words"), Column("Куратор"), Column("Дата и номер"), Column("Состояние")),
            Column("Кто подписал"),
        ],
        [
            (
                as_markup(
                    f"{link(reverse('curator-agreement', args=[each.pk]), each.school)}"
                    f" <small>{esc(each.place)}</small>"
                ),
                each.curator,
                f"{short(each.day)}{f', № {each.number}' if each.number else ''}",
                agreement_chip(each.state),
                _signed(each),
            )
            for each in rows
        ],
        caption_hidden=True,
        empty="Таких соглашений нет. Измените условия или сбросьте их." if narrowed else EMPTY,
    )


def _signed(each: AgreementLine) -> str:
    sides = (("школа", each.school_signed), ("куратор", each.curator_signed))
    return ", ".join(side for side, is_signed in sides if is_signed) or "никто"


def facts(agreement: Agreement) -> list[Fact]:
    a = agreement
    found = [
        Fact("Школа", a.school.name, url=reverse("school", args=[a.school_id])),
        Fact("Куратор", a.curator_name),
        Fact("Дата", date_ru(a.date), f"№ {a.number}" if a.number else "без номера"),
        Fact("Программный год", a.cycle.title),
        Fact("За школу", _by(a.school_signed_by_name, a.school_signed_at)),
        Fact("За куратора", _by(a.curator_signed_by_name, a.curator_signed_at)),
    ]
    if a.ended_on:
        found.append(Fact("Прекращено с", date_ru(a.ended_on), a.reason))
    return found


def _by(name: str, at: datetime | None) -> str:
    return f"{name}, {date_ru(at)}" if at else "ещё не подписано"


def chip(agreement: Agreement) -> SafeString:
    return agreement_chip(AgreementState(agreement.state))
