"""A curator's work as its pages show it: figures without a name for the expert, results for who may read them."""

from collections.abc import Sequence

from django.urls import reverse

from opora.expertise.curating import Figures
from opora.expertise.habits import READ_IN
from opora.expertise.models import Entry
from opora.expertise.presenters.document import Block
from opora.expertise.presenters.habits import days, minutes
from opora.expertise.presenters.words import zone_badge
from opora.expertise.queries.documents import sheet_of
from opora.expertise.queries.lines import Line
from opora.expertise.queries.results import Results
from opora.expertise.scoring import HOW_TITLES, How
from opora.ui.components import Fact
from opora.ui.markup import link
from opora.ui.tables import Column, Table
from opora.ui.text import date_ru

_GAPS = "Перерыв — время между посещениями школы лично; длинный — дольше, чем положено по ритму."
_ONLY_FIRST = (
    "Когда начался раунд, Опора записывала только первые визиты, при которых куратор проверяет риски."
)
#: said to the expert beside the figures: what the system does not keep it must not seem to deny
_NOT_KEPT = (
    "О том, что в Опоре не записано, судите по тому, что вам передал координатор, "
    "и напишите в словах, по чему судили."
)


def blocks(found: Figures) -> list[Block]:
    """What the expert reads instead of a document: nothing here leads to a page that names the curator."""
    return [
        Block("Что записано о работе", facts=tuple(figure_facts(found))),
        Block("Посещения", f"{visits_words(found)} {_NOT_KEPT}", facts=tuple(visit_facts(found))),
    ]


def visits_words(found: Figures) -> str:
    """What is counted of visits."""
    return _GAPS if found.has_rhythm else f"Первых визитов записано: {found.visits}. {_ONLY_FIRST}"


def visit_facts(found: Figures, url: str = "") -> list[Fact]:
    """The rhythm as it was kept; with `url` the count leads to the visits themselves."""
    if not found.has_rhythm:
        return []
    presence, online = found.presence or 0, found.online or 0
    longest = f"самый долгий — {found.absence} дн." if found.absence else ""
    return [
        Fact("Посещений лично", link(url, presence) if url else presence,
             f"кроме них первых визитов с проверкой рисков: {found.visits}" if found.visits else ""),
        Fact("Встреч онлайн", online, "считаются отдельно" if online else ""),
        Fact("Длинных перерывов", f"{found.late} из {found.gaps}" if found.gaps else "нет", longest),
    ]  # fmt: skip


def figure_facts(found: Figures) -> list[Fact]:
    return [
        Fact("Школ", found.schools),
        Fact("Решений о документах", found.confirmed + found.returned,
             f"подтверждено {found.confirmed}, возвращено {found.returned}"),
        Fact("Документов ждут ответа", found.waiting,
             f"дольше всех — {found.longest} дн." if found.longest else ""),
        Fact("От отправки до решения", days(found.days) or "решений нет",
             "медиана" if found.days is not None else ""),
        Fact("От открытия до решения", minutes(found.minutes) or "решений нет", _hasty(found)),
        Fact("Замечаний", found.remarks, "каждое стоит у своего места в документе" if found.remarks else ""),
        Fact("Исправлено школами по замечаниям", found.accepted + found.mended,
             f"принято после проверки {found.accepted}, ждёт повторной проверки {found.mended}"),
        Fact("Подтверждённых потом оценили эксперты", found.scored,
             f"в красной зоне {found.low}" if found.scored else ""),
    ]  # fmt: skip


def _hasty(found: Figures) -> str:
    if not found.hasty:
        return ""
    return f"подтверждено раньше чем через {int(READ_IN.total_seconds() // 60)} минуты: {found.hasty}"


def results_table(found: Results, some: Sequence[Line]) -> Table:
    return Table(
        "results",
        "Итоги по кураторам",
        [Column("Куратор"), Column("Балл", "number", f"из {found.sheet.points}"), Column("Зона"),
         Column("Как посчитано")],
        [
            (
                link(reverse("expertise-curator", args=[each.pk]), each.whose),
                each.points if each.points is not None else "",
                zone_badge(found.sheet, each.zone),
                "судить не по чему" if each.points is None else HOW_TITLES[How(each.how)],
            )
            for each in some
        ],
        caption_hidden=True,
        empty="Кураторов ваших школ в этом раунде нет.",
    )  # fmt: skip


def own_results(found: Sequence[Entry]) -> list[Fact]:
    """For the curator: each closed round with the zone, the newest first."""
    return [
        Fact(
            link(reverse("expertise-curator", args=[each.pk]), each.round.title),
            zone_badge(sheet_of(each.round), each.zone),
            date_ru(each.round.state_since),
        )
        for each in found
    ]
