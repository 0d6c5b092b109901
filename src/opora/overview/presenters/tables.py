"""Schools by steps, schools by what is seen of them, the parts of a territory side by side."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString

from opora.organisations.models import Territory
from opora.overview.presenters.cells import ASKS, CELLS, About, Said, address
from opora.overview.presenters.signs import Place, sentence
from opora.overview.standing import Line, Totals
from opora.overview.states import LACKS, Group, Step
from opora.ui.components import Fact
from opora.ui.escaping import as_markup, esc
from opora.ui.markup import badge
from opora.ui.tables import Column, Table


def steps_table(
    lines: Sequence[Line], steps: Sequence[Step], about: About, whole: Totals, *, with_place: bool, empty: str
) -> Table:
    """A row a school, a column a step; a word leads to the record it is told of. Below them how many of all took
    each step."""
    return Table(
        "overview",
        "Школы по шагам года",
        [Column("Школа"), *(Column(str(step.label), unit=ASKS.get(step, "")) for step in steps)],
        [
            (_school(line, with_place=with_place), *(_cell(CELLS[step](line, about)) for step in steps))
            for line in lines
        ],
        foot=[("Прошли шаг", *(_passed(whole, step, about) for step in steps))],
        caption_hidden=True,
        empty=empty,
    )


def _passed(whole: Totals, step: Step, about: About) -> SafeString:
    """«12 из 16», which leads to those who have not."""
    words = f"{whole.passed[step]} из {whole.schools}"
    if whole.passed[step] == whole.schools:
        return as_markup(f"<b>{words}</b>")
    query = urlencode({"cycle": about.cycle, "lacks": step.value})
    return as_markup(f'<b><a href="?{esc(query)}" title="{esc(LACKS[step])}">{words}</a></b>')


def _school(line: Line, *, with_place: bool) -> SafeString:
    """The name; below it where it lies and who is its curator."""
    below = [*([line.school.place] if with_place else []), *line.school.curators]
    small = f'<br><small class="soft">{esc(", ".join(below))}</small>' if below else ""
    return as_markup(f'<a href="{address("school", line.school.pk)}">{esc(line.school.name)}</a>{small}')


def _cell(said: Said) -> SafeString:
    words = esc(said.words)
    shown = f'<a href="{esc(said.url)}">{words}</a>' if said.url else f'<span class="soft">{words}</span>'
    if not said.note:
        return as_markup(shown)
    if said.tone == "none":
        return as_markup(f"{shown}<br><small>{esc(said.note)}</small>")
    return as_markup(f"{shown} {badge(said.note, said.tone, said.sign)}")


def signs_list(lines: Sequence[Line], group: Group, place: Place, *, with_place: bool) -> list[Fact]:
    """A school with everything of the group that is seen of it, each in a sentence."""
    return [Fact(_school(line, with_place=with_place), _sentences(line, group, place)) for line in lines]


def _sentences(line: Line, group: Group, place: Place) -> SafeString:
    told = (sentence(line, each, place) for each in line.in_group(group))
    return as_markup("<br>".join(f'<a href="{esc(url)}">{esc(words)}</a>' for words, url in told))


#: what stands beside the steps of a part; a count of «формальность» would rank territories by a suspicion
_SHORT = {Group.ALONE: "Одни", Group.LATE: "Поздно"}


def parts_table(
    parts: Sequence[tuple[Territory, Totals]],
    whole: Totals,
    steps: Sequence[Step],
    groups: Sequence[Group],
    cycle: str,
) -> Table:
    """Municipalities of a region side by side; a name leads to the overview of its schools."""
    shown = [group for group in groups if group in _SHORT]
    return Table(
        "parts",
        "Сколько школ прошли каждый шаг",
        [
            Column("Территория"),
            Column("Школ", "number"),
            *(Column(str(step.label), "number") for step in steps),
            *(Column(_SHORT[group], "number") for group in shown),
        ],
        [_part(territory, told, steps, shown, cycle) for territory, told in parts],
        foot=[("Всего", *_counts(whole, steps, shown))] if len(parts) > 1 else (),
        wide=True,
        stacks=True,
    )


def _part(
    territory: Territory, told: Totals, steps: Sequence[Step], groups: Sequence[Group], cycle: str
) -> tuple[object, ...]:
    url = f"{reverse('territory-overview', args=[territory.pk])}?{urlencode({'cycle': cycle})}"
    name = as_markup(f'<a href="{esc(url)}">{esc(territory.name)}</a>')
    counts: list[object] = [told.schools, *(told.passed[step] for step in steps)]
    for group in groups:
        many = told.groups[group]
        counts.append(
            as_markup(f'<a href="{esc(f"{url}&group={group.value}")}">{many}</a>') if many else many
        )
    return (name, *counts)


def _counts(told: Totals, steps: Sequence[Step], groups: Sequence[Group]) -> tuple[int, ...]:
    return (
        told.schools,
        *(told.passed[step] for step in steps),
        *(told.groups[group] for group in groups),
    )
