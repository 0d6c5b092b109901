"""One candidate: facts by step, the package of papers, what may be done now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString

from opora.access import Actor
from opora.curators import rules
from opora.curators.kinds import PaperKind
from opora.curators.models import Candidate, Paper
from opora.curators.rules import Ending
from opora.curators.states import CandidateState
from opora.ui.components import Fact, Step, steps
from opora.ui.escaping import as_markup, esc
from opora.ui.markup import badge, link
from opora.ui.tables import Column, Table
from opora.ui.text import date_ru

_S = CandidateState
_PATH = ("Предложен(а)", "Собеседование", "Тест ФИОКО", "Согласование", "Договор", "Назначение")
_AT = {_S.PROPOSED: 1, _S.INTERVIEWED: 2, _S.TESTED: 3, _S.APPROVED: 4, _S.CONTRACTED: 5}


@dataclass(frozen=True, slots=True)
class Button:
    title: str
    url: str
    is_main: bool = False


def path(candidate: Candidate) -> Sequence[Step]:
    """The steps of the way; nothing for one that ended on it."""
    state = CandidateState(candidate.state)
    if state in {_S.DECLINED, _S.REJECTED}:
        return ()
    now = _AT.get(state, len(_PATH))
    if state is _S.INTERVIEWED and not candidate.interview_fits:
        now = 1
    if state is _S.TESTED and not candidate.test_passed:
        now = 2
    return steps(_PATH, now)


def buttons(actor: Actor, candidate: Candidate) -> list[Button]:
    """What the actor may do now, the next step first."""
    state = CandidateState(candidate.state)
    offered = (
        (rules.APPOINT, "Назначить в школы", "curator-candidate-appoint", True),
        (rules.CONTRACT, "Записать договор", "curator-candidate-contract", True),
        (rules.APPROVE, "Согласовать", "curator-candidate-approve", True),
        (
            rules.TEST,
            "Записать пересдачу" if state is _S.TESTED else "Записать тест",
            "curator-candidate-test",
            state is _S.INTERVIEWED or candidate.test_passed is False,
        ),
        (
            rules.INTERVIEW,
            "Ещё одно собеседование" if state is _S.INTERVIEWED else "Записать собеседование",
            "curator-candidate-interview",
            state is _S.PROPOSED,
        ),
    )
    return [
        Button(title, reverse(name, args=[candidate.pk]), main)
        for permission, title, name, main in offered
        if permission.can(actor, candidate)
    ]


def may_end(actor: Actor, candidate: Candidate) -> bool:
    return rules.END.can(actor, Ending(candidate, _S.REJECTED))


def about(candidate: Candidate, factors: Mapping[str, str]) -> list[Fact]:
    found = [
        Fact("Должность", candidate.post or None),
        Fact("Место работы", candidate.works_at or None),
        Fact("Территория", candidate.territory.name),
        Fact("Программный год", candidate.cycle.title),
        Fact("Телефон", candidate.phone or (candidate.person.phone if candidate.person else "") or None),
        Fact("Почта", candidate.email or (candidate.person.email if candidate.person else "") or None),
    ]
    if candidate.strengths:
        found.append(Fact("Сильные стороны", candidate.strengths))
    if candidate.strong_at:
        titles = [factors.get(code, code) for code in candidate.strong_at]
        found.append(Fact("Готов(а) помогать с рисками", "; ".join(titles)))
    return found


def taken(candidate: Candidate, schools: Sequence[str]) -> list[Fact]:
    """The steps taken: day, outcome, words. A step that was not taken has no line."""
    c = candidate
    found = [Fact("Предложен(а)", date_ru(c.proposed_on), _words(c.proposed_by_name, c.proposal))]
    if c.interviewed_on:
        outcome = "подходит" if c.interview_fits else "не подходит"
        found.append(Fact("Собеседование", f"{date_ru(c.interviewed_on)}, {outcome}", c.interview_words))
    if c.tested_on:
        outcome = "сдан" if c.test_passed else "не сдан"
        found.append(Fact("Тест ФИОКО", f"{date_ru(c.tested_on)}, {outcome}", c.test_score))
    if c.approved_on:
        found.append(
            Fact("Согласован(а)", date_ru(c.approved_on), _words(c.approved_by_name, c.approval_words))
        )
    if c.contract_date:
        found.append(Fact("Договор", f"№ {c.contract_number} от {date_ru(c.contract_date)}"))
    if c.appointed_on:
        found.append(Fact("Куратор с", date_ru(c.appointed_on), _order(c)))
        found.append(Fact("Школы", ", ".join(schools) or None))
    if c.ended_on:
        found.append(Fact(CandidateState(c.state).label.capitalize(), date_ru(c.ended_on), c.reason))
    return found


def _words(*parts: str) -> str:
    return ": ".join(filter(None, parts))


def _order(candidate: Candidate) -> str:
    appointment = candidate.appointment
    if appointment is None or not appointment.order_number:
        return "номер приказа не вписан"
    day = f" от {date_ru(appointment.order_date)}" if appointment.order_date else ""
    return f"приказ № {appointment.order_number}{day}"


def papers_table(
    candidate: Candidate, kinds: Sequence[PaperKind], kept: Sequence[Paper], *, may_mark: bool
) -> Table:
    """The package: what is named now and what was marked before the list was changed."""
    by_code = {each.code: each for each in kept}
    named = {each.code: each for each in kinds}
    rows: list[tuple[object, ...]] = []
    for code in dict.fromkeys([*named, *by_code]):
        paper = by_code.get(code)
        kind = named.get(code)
        title = kind.title if kind else paper.title if paper else code
        rows.append(
            (
                as_markup(f"{esc(title)} <small>обязательный</small>")
                if kind and kind.is_required
                else title,
                _is_there(paper, is_required=bool(kind and kind.is_required)),
                _file(candidate, paper),
                link(reverse("curator-candidate-paper", args=[candidate.pk, code]), "Отметить")
                if may_mark
                else "",
            )
        )
    return Table(
        "papers",
        "Пакет документов",
        [Column("Документ"), Column("Есть"), Column("Файл"), Column("Что сделать")],
        rows,
        caption_hidden=True,
        empty="Список документов не составлен. Его составляют в каталоге «Кураторство».",
    )


def _is_there(paper: Paper | None, *, is_required: bool) -> SafeString:
    if paper is not None and paper.is_there:
        return badge("есть", "low", "●")
    return badge("нет", "mid", "■") if is_required else badge("нет")


def _file(candidate: Candidate, paper: Paper | None) -> object:
    if paper is None or paper.file is None:
        return ""
    return link(reverse("curator-candidate-file", args=[candidate.pk, paper.code]), paper.file.name)
