"""Campaigns as the pages show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from opora.history.queries import Entry
from opora.organisations.models import Organisation
from opora.questionnaires.instrument import AUDIENCE_TITLES, Audience
from opora.surveys.coverage import Coverage, Total, total
from opora.surveys.models import AUDIENCES, Campaign
from opora.surveys.queries import CampaignRow
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
        Fact("Наименьшая группа", campaign.minimum_group, note="меньшие не показываем"),
    ]


@dataclass(frozen=True, slots=True)
class Answered:
    """How many have answered of all that are awaited; `words` for the bar."""

    total: Total
    stats: tuple[Stat, ...]

    @property
    def words(self) -> str:
        return f"{self.total.counted} из {self.total.expected}"


def answered(cohorts: Sequence[Coverage]) -> Answered:
    whole = total(cohorts)
    by_poster = sum(each.by_poster for each in cohorts)
    stats = [
        Stat("Ответили", percent(whole.share), note=f"{whole.counted} из {whole.expected}"),
        Stat("Группы, где ответили все", whole.full, note=f"из {whole.cohorts}"),
    ]
    if by_poster:
        stats.append(Stat("По плакату", by_poster, note="входят в ответивших"))
    return Answered(whole, tuple(stats))


def schools_table(campaign: Campaign, schools: Sequence[Organisation], cohorts: Sequence[Coverage]) -> Table:
    """A line for each school, in order of names."""
    by_school: dict[int, list[Coverage]] = {school.pk: [] for school in schools}
    for each in cohorts:
        by_school.setdefault(each.school_id, []).append(each)
    columns = [
        Column("Школа"),
        Column("Групп", "number"),
        Column("Ждём", "number", "чел."),
        Column("Ответили", "number", "чел."),
        Column("Доля", "number"),
        Column("Что сказать"),
    ]
    rows = [_school_row(campaign, school, by_school[school.pk]) for school in schools]
    return Table("schools", "Школы опроса", columns, rows, empty="Школы ещё не выбраны.")


def _school_row(campaign: Campaign, school: Organisation, cohorts: Sequence[Coverage]) -> tuple[object, ...]:
    name = link(reverse("campaign-school", args=[campaign.pk, school.pk]), school.name)
    if not cohorts:
        return name, 0, None, None, None, badge("не записала классы", "mid", "■")
    whole = total(cohorts)
    return (
        name,
        len(cohorts),
        whole.expected,
        whole.counted,
        percent(whole.share) if whole.expected else None,
        _word(campaign, cohorts, whole),
    )


def _word(campaign: Campaign, cohorts: Sequence[Coverage], whole: Total) -> object:
    if any(each.is_flooded for each in cohorts):
        return badge("много по плакату", "mid", "■")
    if campaign.state == CampaignState.DRAFT:
        return badge("классы записаны", "low", "●")
    if not whole.cohorts:
        return "группы слишком малы, не ждём"
    return badge("ответили все", "low", "●") if whole.full == whole.cohorts else ""


def cohort_title(audience: Audience, label: str) -> str:
    """«6А, обучающиеся», «педагоги»."""
    return f"{label}, {AUDIENCE_TITLES[audience]}" if label else AUDIENCE_TITLES[audience]


def cohorts_table(cohorts: Sequence[Coverage], *, may_print: bool) -> Table:
    """The groups of one school, with links to their sheets."""
    has_posters = any(each.by_poster for each in cohorts)
    columns = [
        Column("Группа"),
        Column("Ответили", "number", "чел."),
        *([Column("Из них по плакату", "number", "чел.")] if has_posters else []),
        Column("Доля", "number"),
        Column("Что сказать"),
        *([Column("Листки")] if may_print else []),
    ]
    ordered = sorted(cohorts, key=lambda c: (_ORDER[c.audience], len(c.class_label), c.class_label))
    rows = [
        (
            cohort_title(each.audience, each.class_label),
            f"{each.answered} из {each.expected}",
            *([each.by_poster] if has_posters else []),
            percent(each.counted / each.expected) if each.expected and each.is_awaited else None,
            _told(each),
            *([_links(each)] if may_print else []),
        )
        for each in ordered
    ]
    return Table("cohorts", "Кто отвечает", columns, rows, empty="Классы ещё не записаны.")


def _told(each: Coverage) -> object:
    if each.is_flooded:
        return badge("по плакату больше, чем людей", "mid", "■")
    if not each.is_awaited:
        return "группа слишком мала: не ждём"
    return badge("ответили все", "low", "●") if each.is_full else ""


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
    ordered = sorted(open_groups, key=lambda c: (_ORDER[c.audience], len(c.class_label), c.class_label))
    lines = [
        f"— {cohort_title(each.audience, each.class_label)}: ещё {count_ru(each.expected - each.counted, _PEOPLE)}"
        for each in ordered
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


def events(entries: Sequence[Entry]) -> list[Event]:
    return [Event(entry.at, entry.by, entry.verb, entry.note) for entry in entries]
