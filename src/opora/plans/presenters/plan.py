"""One plan: its rows, what the guard says of it, who does what."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.safestring import SafeString

from opora.access import Actor
from opora.plans.execution import Execution, execution
from opora.plans.forms.plans import LATE, SOON
from opora.plans.guard import Finding, Line, findings
from opora.plans.models import Plan
from opora.plans.presenters.words import short, stand_chip
from opora.plans.queries.listing import approved_words
from opora.plans.queries.rows import RowView
from opora.plans.states import Part, PlanState, Standing, Told
from opora.plans.works import Works
from opora.ui.components import Fact, InboxItem, Stat
from opora.ui.escaping import as_markup, esc
from opora.ui.markup import link
from opora.ui.tables import Column, Table
from opora.ui.text import date_ru

_PART_WORDS = {Part.DOES: "исполняет", Part.HELPS: "помогает", Part.ANSWERS: "отвечает"}
#: so many findings are shown without opening anything
SHOWN_FINDINGS = 3


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a person chose above the rows."""

    show: str = ""
    school: int | None = None
    who: str = ""
    mine: bool = False


def narrowed(rows: Iterable[RowView], chosen: Chosen, actor: Actor, *, today: date) -> list[RowView]:
    return [each for each in rows if _fits(each, chosen, actor, today)]


def _fits(each: RowView, chosen: Chosen, actor: Actor, today: date) -> bool:
    if chosen.show == SOON and not (each.stand.is_soon(today) and not each.is_late):
        return False
    if chosen.show == LATE and not each.is_late:
        return False
    if chosen.show in Standing.values and each.stand.standing != chosen.show:
        return False
    if chosen.school is not None and chosen.school not in {school.pk for school in each.schools}:
        return False
    if chosen.who and chosen.who not in {named.name for named in each.people}:
        return False
    return not chosen.mine or is_named(each, actor)


def is_named(each: RowView, actor: Actor) -> bool:
    """By name, or by the role one acts in."""
    role = actor.role.value if actor.role else ""
    return any(
        (named.person_id is not None and named.person_id == actor.person_id) or (role and named.role == role)
        for named in each.people
    )


def rows_table(plan: Plan, rows: Sequence[RowView], *, empty: str) -> Table:
    """A draft has no marks yet: it shows only what is planned."""
    marked = plan.state != PlanState.DRAFT
    with_people = any(each.people for each in rows)
    before, after = reverse("plan-row", args=[plan.pk, 0]).rsplit("0", 1)
    columns = [
        *(Column("Что делается", "words"), Column("Срок")),
        *((Column("Кто", "words"),) if with_people else ()),
        *((Column("Состояние"),) if marked else ()),
        Column("Отметка", "words"),
    ]
    return Table(
        "rows",
        "Строки плана",
        columns,
        [
            (
                _what(each, f"{before}{each.row.pk}{after}"),
                _term(each),
                *((_who(each),) if with_people else ()),
                *((stand_chip(each.stand),) if marked else ()),
                _mark(each),
            )
            for each in rows
        ],
        caption_hidden=True,
        empty=empty,
    )


def _what(each: RowView, url: str) -> SafeString:
    section = f"<small>{esc(each.row.section)}</small> " if each.row.section else ""
    number = f"{esc(each.row.number)} " if each.row.number else ""
    return as_markup(f"{section}{number}{link(url, short(each.row.what, 240))}")


def _term(each: RowView) -> object:
    if each.row.term and not each.row.is_understood:
        return as_markup(f"{esc(short(each.row.term, 120))} <small>остался словами</small>")
    return short(each.row.term, 120) or None


def _who(each: RowView) -> str:
    parts = {Part(named.part) for named in each.people}
    if parts == {Part.ANSWERS}:
        return ", ".join(named.name for named in each.people)
    return "; ".join(
        f"{_PART_WORDS[part]}: {', '.join(named.name for named in each.people if named.part == part)}"
        for part in Part
        if part in parts
    )


def _mark(each: RowView) -> object:
    said = []
    figure = each.stand.figure
    if figure is not None:
        words = figure.told + (f", последнее {date_ru(figure.last_on)}" if figure.last_on else "")
        said.append(f"<small>{esc(words)}</small>")
    if each.row.told_words:
        way = "перенесено" if each.row.told_how == Told.NEXT_YEAR else "со слов"
        said.append(f"<small>{way}, {esc(each.row.told_by_name)}:</small> {esc(short(each.row.told_words))}")
    if each.row.mark:
        said.append(esc(short(each.row.mark)))
    return as_markup("<br>".join(said)) if said else ""


def stats(plan: Plan, rows: Sequence[RowView], *, today: date) -> list[Stat]:
    """The share first; a draft is not carried out yet."""
    counts = Counter(each.stand.standing for each in rows)
    found = [Stat("Строк", len(rows))]
    if plan.state == PlanState.DRAFT:
        return found
    url = reverse("plan", args=[plan.pk])
    by_fact = sum(each.stand.figure is not None for each in rows)
    share = execution((each.stand for each in rows), today=today)
    done = [Stat("Исполнено", share.percent, "%", _share_note(share))] if share.percent is not None else []
    return [
        *done,
        *found,
        Stat("Отмечают факты", by_fact),
        *(
            Stat(each.label.capitalize(), counts[each], url=f"{url}?show={each.value}")
            for each in Standing
            if counts[each]
        ),
    ]


def _share_note(share: Execution) -> str:
    return f"{share.done} из {share.due}, чей срок прошёл"


def about(plan: Plan) -> list[Fact]:
    approved = approved_words(plan.approved_by, plan.order_number, plan.order_date)
    facts = [
        Fact("Чем утверждён", approved or None),
        Fact("Состояние с", date_ru(plan.state_since)),
        Fact("Последняя правка", f"{plan.changed_by_name}, {date_ru(plan.changed_at)}"),
    ]
    if plan.file is not None:
        facts.append(Fact("Загружен из файла", plan.file.name))
    return facts


def guarded(plan: Plan, rows: Sequence[RowView], works: Works) -> list[Finding]:
    """What the guard of chronology says of the plan as it stands."""
    lines = [
        Line(
            each.row.position,
            each.row.number,
            each.row.what,
            each.row.term,
            has_responsible=bool(each.people),
        )
        for each in rows
    ]
    return findings(lines, (plan.cycle.starts, plan.cycle.ends), works)


def findings_items(plan: Plan, found: Sequence[Finding], rows: Sequence[RowView]) -> list[InboxItem]:
    """Each finding leads to the first row it speaks of."""
    by_position = {each.row.position: each.row.pk for each in rows}
    items = []
    for each in found:
        pk = next((by_position[at] for at in each.positions if at in by_position), None)
        url = reverse("plan-row", args=[plan.pk, pk]) if pk else ""
        items.append(InboxItem(each.message, url))
    return items


@dataclass(frozen=True, slots=True)
class Duty:
    """Somebody named in a plan: rows by part, how many of them are late."""

    name: str
    parts: dict[Part, list[RowView]]
    late: int


def duties(rows: Sequence[RowView]) -> list[Duty]:
    """Everybody named, who has most to do first."""
    by_name: dict[str, dict[Part, list[RowView]]] = {}
    for each in rows:
        for named in each.people:
            by_name.setdefault(named.name, {}).setdefault(Part(named.part), []).append(each)
    found = []
    for name, parts in by_name.items():
        own = {each.row.pk: each for some in parts.values() for each in some}
        found.append(Duty(name, parts, sum(each.is_late for each in own.values())))
    return sorted(found, key=lambda duty: (-sum(map(len, duty.parts.values())), duty.name))


def duties_table(plan: Plan, found: Sequence[Duty]) -> Table:
    before, after = reverse("plan-row", args=[plan.pk, 0]).rsplit("0", 1)

    def cell(duty: Duty, part: Part) -> object:
        rows = duty.parts.get(part, [])
        return as_markup(
            ", ".join(
                link(f"{before}{each.row.pk}{after}", each.row.number.rstrip(". ") or f"#{each.row.position}")
                for each in rows
            )
        )

    return Table(
        "duties",
        "Кто за что отвечает",
        [
            *(Column("Кто", "words"), Column("Исполняет, строки", "words"), Column("Помогает", "words")),
            *(Column("Отвечает", "words"), Column("Просрочено", "number")),
        ],
        [(duty.name, *(cell(duty, part) for part in Part), duty.late or "") for duty in found],
        caption_hidden=True,
        empty=(
            "В строках плана никто не назван. Впишите ответственных в строки или загрузите таблицу "
            "со столбцом «Ответственные»."
        ),
    )
