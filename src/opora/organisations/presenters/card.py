"""The page of one organisation: facts, sizes by year, context, leaders, merits, timeline."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.html import format_html, format_html_join

from opora.organisations.forms.filters import year_label
from opora.organisations.models import Leader, Merit, Organisation, YearFigures
from opora.organisations.passport import PassportItem, context_shares
from opora.organisations.queries.card import Card, Helper
from opora.organisations.similarity import Likeness
from opora.organisations.states import MeritKind, OrganisationKind
from opora.ui import markup
from opora.ui.components import Crumb, Event, Fact, Stat
from opora.ui.tables import Column, Table
from opora.ui.text import date_ru, number, percent, ru_plural

TURNOVER_YEARS = 5


def place_crumbs(card: Card, covers: Sequence[bool]) -> list[Crumb]:
    """The way down to the card: territories that the actor may open."""
    crumbs = [Crumb("Школы", reverse("schools"))]
    crumbs += [
        Crumb(territory.name, reverse("territory", args=[territory.pk]))
        for territory, is_open in zip(card.chain, covers, strict=True)
        if is_open
    ]
    return crumbs


def about(card: Card) -> list[Fact]:
    """Who and where."""
    row = card.organisation
    facts = [Fact("Код", row.key), Fact("ИНН", row.inn or None)]
    if row.kind == OrganisationKind.SCHOOL:
        facts += [
            Fact("Вид школы", row.get_school_kind_display() or None),
            Fact("Где", row.get_locality_display() or None),
            Fact("До центра, км", row.distance_km),
            Fact("Юридическое лицо", "да" if row.is_legal_entity else "нет, филиал"),
        ]
    facts.append(Fact("Территория", " → ".join(place.name for place in card.chain[1:]) or card.chain[0].name))
    if card.former:
        facts.append(Fact("Прежние названия", "; ".join(card.former)))
    if card.absorbed:
        links = format_html_join(
            ", ",
            '<a href="{}">{}</a>',
            ((reverse("school", args=[each.pk]), each.name) for each in card.absorbed),
        )
        facts.append(Fact("Присоединены", links))
    return facts


def contacts(row: Organisation) -> list[Fact]:
    return [
        Fact("Телефон", row.phone or None, url=f"tel:{row.phone}" if row.phone else ""),
        Fact("Почта", row.email or None, url=f"mailto:{row.email}" if row.email else ""),
        Fact("Сайт", row.site or None, url=row.site),
        Fact("Адрес", row.address or None),
        *on_map(row),
    ]


def on_map(row: Organisation) -> list[Fact]:
    """The place on a map, which a phone opens by its own means; nothing where it is not known."""
    if row.latitude is None or row.longitude is None:
        return []
    shown = f"{number(row.latitude.normalize())}, {number(row.longitude.normalize())}"
    return [Fact("На карте", shown, note="широта, долгота", url=f"geo:{row.latitude},{row.longitude}")]


def helpers(found: Sequence[Helper]) -> list[Fact]:
    """Whom the school may ring up; the nearest first."""
    return [
        Fact(
            helper.kind,
            helper.name,
            note=", ".join(part for part in (helper.phone, helper.email) if part) or "телефон не записан",
            url=reverse("school", args=[helper.id]),
        )
        for helper in found
    ]


def size_stats(figures: Sequence[YearFigures]) -> list[Stat]:
    """The newest year's size in large figures."""
    if not figures:
        return []
    newest = figures[0]
    note = f"{year_label(newest.year)} учебный год"
    return [
        Stat("Обучающиеся", newest.pupils, note=note),
        Stat("Учителя", newest.teachers, note=note),
        Stat("На одного учителя", _per_teacher(newest), note="обучающихся"),
    ]


def _per_teacher(figures: YearFigures) -> float | None:
    if figures.pupils is None or not figures.teachers:
        return None
    return round(figures.pupils / figures.teachers, 1)


def size_table(organisation: Organisation, figures: Sequence[YearFigures], *, may_edit: bool) -> Table:
    """Size by school year, newest first."""
    rows = []
    for row in figures:
        label: object = year_label(row.year)
        if may_edit:
            label = markup.link(reverse("school-figures", args=[organisation.pk, row.year]), label)
        cells = (
            row.pupils,
            row.teachers,
            _count(row.teachers_under_35, row),
            _count(row.teachers_over_55, row),
        )
        rows.append((label, *cells))
    return Table(
        "sizes",
        "Численность по годам",
        [
            Column("Учебный год"),
            Column("Обучающиеся", kind="number"),
            Column("Учителя", kind="number"),
            Column("Учителя до 35 лет", kind="number"),
            Column("Учителя старше 55 лет", kind="number"),
        ],
        rows,
        empty="Ещё не записана.",
    )


def _count(part: int | None, row: YearFigures) -> object:
    """A count with its share of the teachers beside it."""
    if part is None or not row.teachers:
        return part
    return format_html("{} <small>{}</small>", part, percent(part / row.teachers))


def context_table(figures: Sequence[YearFigures], items: Sequence[PassportItem], *, years: int = 3) -> Table:
    """The social passport over the last years: the share, and the count where a count is kept."""
    shown = [row for row in figures if row.passport][:years]
    shares = [context_shares(row.passport, row.pupils, tuple(items)) for row in shown]
    rows = [
        (item.title, *(_item_cell(item, row, share) for row, share in zip(shown, shares, strict=True)))
        for item in items
        if any(item.code in row.passport for row in shown)
    ]
    return Table(
        "context",
        "Социальный паспорт и окружение",
        [Column("Показатель"), *(Column(year_label(row.year), kind="number") for row in shown)],
        rows,
        empty="Ещё не заполнены.",
    )


def _item_cell(item: PassportItem, row: YearFigures, shares: dict[str, float]) -> object:
    value = row.passport.get(item.code)
    if value is None:
        return None
    if item.unit == "share":
        return percent(value, 1)
    share = shares.get(item.code)
    if share is None:
        return value
    return format_html("{} <small>{}</small>", value, percent(share))


def leaders_table(leaders: Sequence[Leader]) -> Table:
    return Table(
        "leaders",
        "Руководители",
        [Column("Должность"), Column("Кто"), Column("Срок")],
        [(leader.post, leader.name, term(leader.since, leader.until)) for leader in leaders],
        caption_hidden=True,
        empty="Руководители ещё не записаны.",
    )


def term(since: date | None, until: date | None) -> str:
    """«с 1 сентября 2023», «1 сентября 2020 — 31 августа 2023»."""
    if since and until:
        return f"{date_ru(since)} — {date_ru(until)}"
    if until:
        return f"до {date_ru(until)}"
    return f"с {date_ru(since)}" if since else "сейчас"


def turnover(leaders: Sequence[Leader], today: date) -> str:
    """How often the head changed in five years, in words; empty where the history is too short to tell."""
    heads = [leader for leader in leaders if leader.is_head]
    first_day = today.replace(year=today.year - TURNOVER_YEARS, day=min(today.day, 28))
    known_since = min((head.since for head in heads if head.since), default=None)
    if known_since is None or len(heads) < 2:
        return ""
    changes = sum(1 for head in heads if head.since and head.since >= first_day and head.since != known_since)
    if not changes:
        return f"За {TURNOVER_YEARS} лет директор не менялся."
    times = ru_plural(changes, "раз,раза,раз")
    return f"За {TURNOVER_YEARS} лет директор сменился {changes} {times}."


def merit_groups(merits: Sequence[Merit]) -> list[tuple[str, list[tuple[str, str]]]]:
    """[(heading, [(text, years)])] for the kinds that have any."""
    titles = {
        MeritKind.STATUS: "Статусы",
        MeritKind.STRENGTH: "Сильные стороны",
        MeritKind.ACHIEVEMENT: "Достижения",
    }
    return [
        (title, [(merit.text, years(merit)) for merit in merits if merit.kind == kind])
        for kind, title in titles.items()
        if any(merit.kind == kind for merit in merits)
    ]


def years(merit: Merit) -> str:
    if merit.year_from and merit.year_to and merit.year_from != merit.year_to:
        return f"{merit.year_from}–{merit.year_to}"
    if merit.year_from and not merit.year_to:
        return f"с {merit.year_from}"
    year = merit.year_to or merit.year_from
    return str(year) if year else ""


def timeline(card: Card) -> list[Event]:
    return [
        Event(
            at=entry.at,
            who=", ".join(part for part in (entry.by, entry.capacity.lower()) if part),
            what=entry.verb,
            detail=entry.note,
        )
        for entry in card.history
    ]


def similar_table(found: Sequence[Likeness]) -> Table:
    """Schools alike, with the reasons for and against; of how many aspects they are alike."""
    return Table(
        "similar",
        "Похожие школы",
        [
            Column("Школа"),
            Column("Территория"),
            Column("Сходство", kind="number"),
            Column("Чем похожа"),
            Column("Чем отличается"),
        ],
        [
            (
                markup.link(reverse("school", args=[each.school.id]), each.school.name),
                each.school.territory,
                format_html("{} <small>по {} из 4</small>", percent(each.score), each.aspects),
                "; ".join(each.alike) or "—",
                "; ".join(each.unlike) or "существенного нет",
            )
            for each in found
        ],
        empty="Похожих школ среди доступных вам нет: заполните карточку или откройте страницу региона.",
    )
