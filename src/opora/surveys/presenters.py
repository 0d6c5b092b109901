"""Campaigns as the pages show them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from opora.questionnaires.instrument import AUDIENCE_TITLES, Audience
from opora.surveys.coverage import Coverage, Total, total
from opora.surveys.models import AUDIENCES, Campaign
from opora.surveys.queries import CampaignRow, SchoolRow, Told
from opora.surveys.states import CampaignState
from opora.ui.components import Event, Fact, Stat
from opora.ui.markup import badge, link
from opora.ui.tables import Column, Table
from opora.ui.text import NBSP, count_ru, date_ru, percent

_STATES: Mapping[CampaignState, SafeString] = {
    CampaignState.DRAFT: badge("готовится", "none"),
    CampaignState.OPEN: badge("идёт", "move", "→"),
    CampaignState.CLOSED: badge("закрыт", "none"),
    CampaignState.REPORTED: badge("итоги показаны", "low", "●"),
}
_ORDER = {audience: place for place, audience in enumerate(AUDIENCES)}


def chip(campaign: Campaign) -> SafeString:
    state = CampaignState(campaign.state)
    if state is CampaignState.CLOSED and not campaign.is_gathered:
        return badge("собираем ответы", "none")
    return _STATES[state]


def window(row: CampaignRow | Campaign) -> str:
    return f"{date_ru(row.opens, 'day')} — {date_ru(row.closes)}"


def list_table(rows: Sequence[CampaignRow]) -> Table:
    columns = [
        Column("Опрос"),
        Column("Год"),
        Column("Территория"),
        Column("Срок"),
        Column("Состояние"),
        Column("Школ", "number"),
        Column("Записали классы", "number"),
    ]
    shown = [
        (
            link(reverse("campaign", args=[row.id]), row.title),
            row.cycle,
            row.territory,
            window(row),
            _STATES[row.state],
            row.schools,
            row.filled,
        )
        for row in rows
    ]
    return Table("campaigns", "Опросы", columns, shown, caption_hidden=True)


def facts(campaign: Campaign) -> list[Fact]:
    """Window, year, territory, and what each audience is asked."""
    asked = sorted(campaign.instruments.all(), key=lambda each: _ORDER[Audience(each.audience)])
    return [
        Fact("Срок", window(campaign)),
        Fact("Программный год", campaign.cycle.title),
        Fact("Территория", campaign.territory.name),
        *(
            Fact(
                AUDIENCE_TITLES[Audience(each.audience)].capitalize(),
                f"{each.version.definition.title}, версия {each.version.number}",
            )
            for each in asked
        ),
        Fact("Наименьшая группа", f"{campaign.minimum_group} человек", note="меньше — не показываем"),
    ]


@dataclass(frozen=True, slots=True)
class Answered:
    """How many have answered of all that are awaited; `words` for the bar."""

    total: Total
    stats: tuple[Stat, ...]

    @property
    def words(self) -> str:
        return f"{self.total.counted} из {self.total.expected}"


def answered(whole: Total, *, minimum: int) -> Answered:
    """Figures of the groups that are awaited; beside them, that smaller ones are left out."""
    without = f", {without_small(minimum)}" if whole.small else ""
    stats = [
        Stat("Ответили", percent(whole.share), note=f"{whole.counted} из {whole.expected}{without}"),
        Stat("Группы, где ответили все", whole.full, note=f"из {whole.cohorts}"),
    ]
    if whole.by_poster:
        stats.append(Stat("По плакату", whole.by_poster, note="входят в ответивших"))
    return Answered(whole, tuple(stats))


def without_small(minimum: int) -> str:
    """What the figures leave out."""
    return f"без групп меньше {minimum}{NBSP}человек"


def schools_table(campaign: Campaign, schools: Sequence[SchoolRow], cohorts: Sequence[Coverage]) -> Table:
    """A line for each school, in order of names. `cohorts` are theirs."""
    by_school: dict[int, list[Coverage]] = {school.id: [] for school in schools}
    for each in cohorts:
        by_school[each.school_id].append(each)
    columns = [
        Column("Школа"),
        Column("Групп", "number"),
        Column("Ответили", "number"),
        Column("Примечание"),
    ]
    rows = [_school_row(campaign, school, by_school[school.id]) for school in schools]
    columns, shown = _without_empty_notes(columns, rows)
    return Table("schools", "Школы опроса", columns, shown, stacks=True, empty="Школы ещё не выбраны.")


def _without_empty_notes[R: Sequence[object]](
    columns: list[Column], rows: Sequence[R]
) -> tuple[list[Column], list[Sequence[object]]]:
    """A column of notes in which nothing stands is left out."""
    place = next(n for n, column in enumerate(columns) if column.title == "Примечание")
    if any(row[place] for row in rows):
        return columns, list(rows)
    return columns[:place] + columns[place + 1 :], [(*row[:place], *row[place + 1 :]) for row in rows]


def _school_row(campaign: Campaign, school: SchoolRow, cohorts: Sequence[Coverage]) -> tuple[object, ...]:
    whole = total(cohorts)
    name = link(reverse("campaign-school", args=[campaign.pk, school.id]), school.name)
    figures = _of(whole.counted, whole.expected, whole.share) if cohorts else None
    return name, len(cohorts), figures, drawn(notes_of_school(campaign, cohorts, whole))


type Note = tuple[str, Literal["", "low", "mid"]]


def drawn(notes: Sequence[Note]) -> SafeString:
    signs = {"low": "●", "mid": "■"}
    each = (badge(words, tone, signs[tone]) if tone else words for words, tone in notes)
    return format_html_join(mark_safe("<br>"), "{}", ((one,) for one in each))


def notes_of_school(campaign: Campaign, cohorts: Sequence[Coverage], whole: Total) -> tuple[Note, ...]:
    """What is worth saying of a school beside its figures, `whole`, and what these leave out."""
    without: Note = without_small(campaign.minimum_group), ""
    said = _note_of_school(campaign, cohorts, whole)
    return tuple(each for each in (said, without if whole.small and whole.cohorts else None) if each)


def _note_of_school(campaign: Campaign, cohorts: Sequence[Coverage], whole: Total) -> Note | None:
    if not cohorts:
        return "не записала классы", "mid"
    if any(each.is_flooded for each in cohorts):
        return "много по плакату", "mid"
    if campaign.state == CampaignState.DRAFT:
        return "классы записаны", "low"
    if not whole.cohorts:
        return "группы слишком малы, не ждём", ""
    return ("ответили все", "low") if whole.full == whole.cohorts else None


def in_order(cohorts: Iterable[Coverage]) -> list[Coverage]:
    """By audience and class, as they are read."""
    return sorted(cohorts, key=lambda c: (_ORDER[c.audience], len(c.class_label), c.class_label))


def cohort_title(audience: Audience, label: str) -> str:
    """«6А, обучающиеся», «педагоги»."""
    return f"{label}, {AUDIENCE_TITLES[audience]}" if label else AUDIENCE_TITLES[audience]


def cohorts_table(cohorts: Sequence[Coverage], *, may_print: bool) -> Table:
    """The groups of one school, with links to their sheets."""
    has_posters = any(each.by_poster for each in cohorts)
    columns = [
        Column("Группа"),
        Column("Ответили", "number"),
        *([Column("Из них по плакату", "number")] if has_posters else []),
        Column("Примечание"),
        *([Column("Листки")] if may_print else []),
    ]
    rows = [
        (
            cohort_title(each.audience, each.class_label),
            _of(each.answered, each.expected, share_of(each)),
            *([each.by_poster] if has_posters else []),
            drawn(notes_of_cohort(each)),
            *([_links(each)] if may_print else []),
        )
        for each in in_order(cohorts)
    ]
    columns, shown = _without_empty_notes(columns, rows)
    return Table(
        "cohorts", "Кто отвечает", columns, shown, stacks=len(columns) > 2, empty="Классы ещё не записаны."
    )


def share_of(each: Coverage) -> float | None:
    """None for a group that nobody waits for."""
    return each.counted / each.expected if each.expected and each.is_awaited else None


def _of(counted: int, expected: int, share: float | None) -> str:
    """«23 из 25, 92 %»: one column, so that a phone shows it whole."""
    return f"{counted}{NBSP}из{NBSP}{expected}" + (f", {percent(share)}" if share is not None else "")


def notes_of_cohort(each: Coverage) -> tuple[Note, ...]:
    if each.is_flooded:
        return (("по плакату больше, чем людей", "mid"),)
    if not each.is_awaited:
        return (("группа слишком мала: не ждём", ""),)
    return (("ответили все", "low"),) if each.is_full else ()


def _links(each: Coverage) -> SafeString:
    if not each.expected:
        return mark_safe("")
    title = cohort_title(each.audience, each.class_label)
    shown = [("cohort-sheets", "листки"), ("cohort-codes", f"ещё{NBSP}коды")]
    if each.audience is not Audience.PUPIL:
        shown.insert(1, ("cohort-poster", "плакат"))
    links = [_named(reverse(name, args=[each.cohort_id]), words, title) for name, words in shown]
    return mark_safe(f"{NBSP}· ".join(links))  # noqa: S308 (each escaped by `_named`)


def _named(url: str, words: str, title: str) -> SafeString:
    return format_html('<a href="{}" aria-label="{}: {}">{}</a>', url, words.capitalize(), title, words)


def reminder(campaign: Campaign, cohorts: Sequence[Coverage]) -> str:
    """A text to copy: only groups that are not complete, never a person. Empty where all have answered."""
    open_groups = [each for each in cohorts if each.is_awaited and not each.is_full]
    if not open_groups:
        return ""
    lines = [
        f"— {cohort_title(each.audience, each.class_label)}: ещё {count_ru(each.expected - each.counted, _PEOPLE)}"
        for each in in_order(open_groups)
    ]
    return "\n".join(
        [
            f"{campaign.title}: отвечаем до {date_ru(campaign.closes, 'day')}.",
            "Ответы безымянные: кто ответил, не видит никто. Ждём:",
            *lines,
            "Потеряли листок — попросите новый у школьного координатора.",
        ]
    )


_PEOPLE = "человек,человека,человек"


def events(lines: Sequence[Told]) -> list[Event]:
    return [Event(each.at, each.by, each.verb, each.note) for each in lines]
