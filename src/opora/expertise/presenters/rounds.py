"""The coordinator's pages: rounds, the preview of assignments, one round under way, one document of it."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.safestring import SafeString

from opora.access import Actor
from opora.documents.checks.sheet import Sheet
from opora.expertise.assigning import WHY_TITLES
from opora.expertise.models import Assignment, Round
from opora.expertise.presenters import words
from opora.expertise.queries.finals import Given, Outcome, Standing
from opora.expertise.queries.planning import Preview
from opora.expertise.queries.progress import Load, Progress, lacks_expert
from opora.expertise.scoring import HOW_TITLES, NEED_TITLES, Final, Need
from opora.expertise.states import AssignmentState, Place, RoundState, SecondSheet
from opora.ui.components import Fact, Stat
from opora.ui.markup import badge, link
from opora.ui.tables import Column, Table
from opora.ui.text import date_ru


def rounds_table(actor: Actor, rounds: Sequence[Round], run: set[int]) -> Table:
    """Those the actor runs lead to their page, closed ones of others to the results."""
    return Table(
        "rounds",
        "Раунды экспертизы",
        [Column("Раунд"), Column("Территория"), Column("Год"), Column("Состояние"), Column("Срок")],
        [
            (
                link(reverse(_page(each, run), args=[each.pk]), each.title),
                each.territory.name,
                f"{each.cycle.title}, № {each.number}",
                words.state_chip(each),
                date_ru(each.closes),
            )
            for each in rounds
        ],
        caption_hidden=True,
    )


def _page(of: Round, run: set[int]) -> str:
    return "expertise-round" if of.pk in run else "expertise-results"


def facts(of: Round, kinds: dict[str, str]) -> list[Fact]:
    some = of.second == SecondSheet.SOME
    return [
        Fact(
            "Что оценивают", ", ".join(kinds.get(each, each) for each in of.kinds) or of.get_subject_display()
        ),
        Fact("Территория", of.territory.name),
        Fact("Год", of.cycle.title),
        Fact("Сроки", f"{date_ru(of.opens)} — {date_ru(of.closes)}"),
        Fact("Второй эксперт", of.get_second_display(), f"выборка {of.sample_percent} %" if some else ""),
        Fact("Допустимое расхождение", of.allowed_difference),
        Fact("Не больше на эксперта", of.most_each or "без предела"),
        Fact("Лист", f"{of.version.definition.title}, версия {of.version.number}"),
    ]


def preview_stats(of: Round, shown: Preview) -> list[Stat]:
    return [
        Stat(of.naming.many, len(shown.entries)),
        Stat("Не представлено", len(shown.absent)),
        Stat("Экспертов", len(shown.experts)),
        Stat("Без эксперта", len(shown.left)),
    ]


def preview_loads(of: Round, shown: Preview) -> Table:
    return Table(
        "loads",
        "Сколько листов у каждого",
        [Column("Эксперт"), Column("Листов", "number")],
        [(each.name, shown.load(each)) for each in shown.experts],
    )


def preview_left(of: Round, shown: Preview) -> Table:
    return Table(
        "left",
        "Кому эксперта не нашлось",
        [Column(of.naming.owner), Column("Почему", "words")],
        [(entry.whose, WHY_TITLES[why]) for entry, why in shown.left],
    )


def preview_clashes(of: Round, shown: Preview) -> Table:
    return Table(
        "clashes",
        "Конфликты интересов: этого эксперт не получит",
        [Column("Эксперт"), Column(of.naming.owner), Column("Связь", "words")],
        [(each.expert, each.whose, each.words) for each in shown.clashes],
        stacks=True,
    )


def preview_given(of: Round, shown: Preview) -> Table:
    names = {each.person_id: each.name for each in shown.experts}
    return Table(
        "given",
        "Кто что оценит",
        [
            Column(of.naming.owner),
            Column("Номер для эксперта", "number"),
            *(Column(p.label.capitalize()) for p in shown.plans),
        ],
        [
            (
                entry.whose,
                entry.number,
                *(names.get(plan.given.get(pk, 0), "не найден") for plan in shown.plans.values()),
            )
            for pk, entry in sorted(shown.entries.items(), key=lambda pair: pair[1].order)
        ],
    )


def progress_stats(of: Round, found: Progress) -> list[Stat]:
    return [
        Stat(of.naming.many, len(found.presented)),
        Stat("Не представлено", found.absent),
        Stat("Листов отправлено", found.sent, note=f"ждём ещё {found.waiting}"),
        Stat("Нужен эксперт", len(found.without_expert)),
        Stat("Расходятся", len(found.apart)),
    ]


def loads_table(loads: Sequence[Load]) -> Table:
    return Table(
        "loads",
        "Нагрузка экспертов",
        [
            Column("Эксперт"),
            Column("Отправлено", "number"),
            Column("Ждём", "number"),
            Column("Вернулось", "number"),
        ],
        [(each.name, each.sent, each.waiting, each.returned) for each in loads],
    )


def outcomes_table(found: Sequence[Standing], kinds: dict[str, str], of: Round) -> Table:
    return Table(
        "documents",
        f"{of.naming.heading} раунда",
        [
            Column(of.naming.owner),
            Column("Что оценивают"),
            Column("№", "number"),
            Column("Эксперты", "words"),
            Column("Что сейчас"),
        ],
        [
            (
                each.whose
                if each.final is None
                else link(reverse("expertise-entry", args=[each.pk]), each.whose),
                kinds.get(each.kind, each.kind),
                each.number or "",
                ", ".join(_of_expert(a) for a in each.given if a.state in _SHOWN),
                now(each, of),
            )
            for each in found
        ],
        caption_hidden=True,
    )


_SHOWN = (AssignmentState.WAITING, AssignmentState.SENT)


def _of_expert(each: Given) -> str:
    return f"{each.person_name} ({AssignmentState(each.state).label})"


def now(outcome: Outcome | Standing, of: Round) -> object:
    """What is with a document, without points: they are seen when all its sheets are in."""
    if outcome.final is None:
        return badge("не представлено")
    if of.state != RoundState.CLOSED and lacks_expert(outcome, two_for_all=of.second == SecondSheet.ALL):
        return badge("нужен эксперт", "high", "▲")
    if outcome.waiting:
        return badge("ждём листов", "mid", "■")
    if outcome.final is Need.AGREEMENT:
        return badge("листы расходятся", "high", "▲")
    return badge("есть итог", "low", "●")


def entry_facts(outcome: Outcome, sheet: Sheet, of: Round) -> list[Fact]:
    entry = outcome.entry
    facts_ = [
        Fact(of.naming.owner, entry.whose, entry.school.territory.name if entry.school else ""),
        Fact("Номер для экспертов", entry.number),
        Fact("В выборке для второго", "да" if entry.is_sampled else "нет"),
    ]
    if outcome.waiting:
        return [*facts_, Fact("Баллы", "будут видны, когда придут все листы")]
    if isinstance(outcome.final, Final):
        return [
            *facts_,
            Fact("Итог", f"{outcome.final.points} из {sheet.points}", HOW_TITLES[outcome.final.how]),
        ]
    if outcome.final is not None:
        return [*facts_, Fact("Итога нет", NEED_TITLES[outcome.final])]
    return facts_


def experts_table(outcome: Outcome, *, may_withdraw: bool) -> Table:
    """Everybody who had the document, why it came back; sums when nobody is awaited."""
    rows = sorted(outcome.entry.assignments.all(), key=lambda a: (a.place, a.pk))
    came_back = any(each.reason for each in rows)
    may = may_withdraw and any(each.state == AssignmentState.WAITING for each in rows)
    return Table(
        "experts",
        "Эксперты",
        [
            *(Column("Эксперт"), Column("Какой"), Column("Состояние"), Column("Балл", "number")),
            *((Column("Почему", "words"),) if came_back else ()),
            *((Column("Что сделать"),) if may else ()),
        ],
        [
            (
                each.person_name,
                Place(each.place).label,
                each.get_state_display(),
                "" if outcome.waiting or each.state != AssignmentState.SENT else each.sheet.total,
                *(
                    (". ".join(filter(None, (each.get_refusing_display(), each.reason))),)
                    if came_back
                    else ()
                ),
                *((_withdrawing(each),) if may else ()),
            )
            for each in rows
        ],
    )


def _withdrawing(each: Assignment) -> SafeString | str:
    if each.state != AssignmentState.WAITING:
        return ""
    return link(reverse("expertise-withdraw", args=[each.key]), "Снять")


def sheets_table(outcome: Outcome, sheet: Sheet) -> Table:
    """The sheets side by side, criterion by criterion."""
    return Table(
        "sheets",
        "Листы рядом",
        [Column("Критерий"), *(Column(a.person_name, "words") for a in outcome.sent)],
        [
            (
                criterion.title,
                *(_mark(a.sheet.marks.get(criterion.code, {}), criterion.points) for a in outcome.sent),
            )
            for criterion in sheet.criteria
        ],
        foot=[("Сумма", *(a.sheet.total for a in outcome.sent))],
    )


def _mark(mark: dict[str, object], most: int) -> str:
    said = f"{mark.get('points', '')} из {most}"
    return f"{said}. {mark['words']}" if mark.get("words") else said
