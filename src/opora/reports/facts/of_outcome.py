"""What stands beside the two texts that only a person writes: where it is worst, and what schools are proud of."""

from dataclasses import dataclass

from django.urls import reverse

from opora.printing.russian import counted
from opora.reports.content import Line, Section, item, line
from opora.reports.facts.base import Asked
from opora.reports.facts.of_causes import Causes
from opora.reports.facts.of_control import Control
from opora.reports.texts import ACHIEVEMENT, PROBLEM
from opora.roadmaps.models import Change, Work
from opora.roadmaps.states import CheckpointState, WorkState

MOST_FACTORS, MOST_SCHOOLS, MOST_PRIDES = 5, 3, 8


@dataclass(frozen=True, slots=True)
class Pride:
    """A confirmed measure that a school shows among its successes."""

    work: int
    school: str
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class Gain:
    """An indicator before and after, as a school reported it and its curator accepted."""

    checkpoint: int
    school: str
    title: str
    before: str
    after: str
    unit: str


@dataclass(frozen=True, slots=True)
class Successes:
    prides: tuple[Pride, ...]
    gains: tuple[Gain, ...]


def successes(asked: Asked) -> Successes:
    """The newest first. Two queries."""
    prides = (
        Work.objects.filter(school__in=asked.helped_ids, cycle=asked.cycle, state=WorkState.CONFIRMED)
        .exclude(pride="")
        .order_by("-state_since", "-pk")
        .values_list("pk", "school__name", "measure__title", "pride")[:MOST_PRIDES]
    )
    gains = (
        Change.objects.filter(
            checkpoint__school__in=asked.helped_ids,
            checkpoint__cycle=asked.cycle,
            checkpoint__state=CheckpointState.CLOSED,
        )
        .exclude(after="")
        .order_by("-checkpoint__closed_at", "pk")
        .values_list("checkpoint_id", "checkpoint__school__name", "title", "before", "after", "unit")[
            :MOST_PRIDES
        ]
    )
    return Successes(tuple(Pride(*row) for row in prides), tuple(Gain(*row) for row in gains))


def problem(asked: Asked, causes: Causes, control: Control) -> Section:
    """Nothing of it is printed: the facts are for the one who writes."""
    beside: list[Line] = []
    if causes.frequent:
        beside.append(line("Чаще всего высокие факторы риска:"))
        for title, many in causes.frequent[:MOST_FACTORS]:
            words = f"школ, где высок фактор «{title}»"
            figure = asked.figure(many, words, asked.url("risks"), "query:risks.profiles", "школ")
            beside.append(item(f"{title} — школ: ", figure))
    if control.latest:
        beside.append(line("Больше всего мер с прошедшим сроком:"))
        for each in control.latest[:MOST_SCHOOLS]:
            url = f"{asked.in_year('roadmap', each.school_id)}&late=1"
            words = f"{each.school}: мер с прошедшим сроком"
            figure = asked.figure(each.late, words, url, "query:roadmaps.school_lines", "мер")
            beside.append(item(f"{each.school}: ", figure))
    if control.waiting:
        url = asked.url("visit-planner", show="late")
        words = "школ, где посещение просрочено"
        figure = asked.figure(len(control.waiting), words, url, "query:visits.planner", "школ")
        beside.append(line("Дольше положенного ждут посещения школ: ", figure, "."))
    return Section(PROBLEM, "Ключевая проблема", beside=tuple(beside))


def achievement(asked: Asked, found: Successes, control: Control) -> Section:
    beside: list[Line] = []
    confirmed = sum(each.confirmed for each in control.roadmaps)
    if confirmed:
        origin = "query:roadmaps.school_lines"
        figure = asked.figure(confirmed, "мер подтверждено", asked.url("roadmaps"), origin, "мер")
        schools = counted(sum(bool(e.confirmed) for e in control.roadmaps), "школы", "школ", "школ")
        beside.append(line("Кураторы подтвердили мер: ", figure, f", у {schools}."))
    if found.prides:
        beside.append(line("Чем гордятся школы:"))
        for each in found.prides:
            url = reverse("roadmap-measure", args=[each.work])
            figure = asked.figure(f"«{each.title}»", "подтверждённая мера", url, f"work:{each.work}")
            beside.append(item(f"{each.school}: ", figure, f" — {each.words}"))
    if found.gains:
        beside.append(line("Что изменилось по показателям:"))
        for gain in found.gains:
            url = reverse("roadmap-checkpoint", args=[gain.checkpoint])
            unit = f" {gain.unit}" if gain.unit else ""
            said = f"было {gain.before or 'неизвестно'}, стало {gain.after}{unit}"
            figure = asked.figure(said, gain.title, url, f"checkpoint:{gain.checkpoint}")
            beside.append(item(f"{gain.school}, {gain.title}: ", figure))
    return Section(ACHIEVEMENT, "Главное достижение", beside=tuple(beside))
