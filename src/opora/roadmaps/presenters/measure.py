"""One measure: what was agreed, how it goes, what shows it, what was decided."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from opora.access import Actor, Permission
from opora.attachments.materials import is_picture
from opora.documents.people_words import PARTICIPANT_TITLES
from opora.documents.programme import Executor, Participant
from opora.documents.responsible import said
from opora.history.queries import Entry
from opora.roadmaps.models import Evidence, Postponement, Verdict, Work
from opora.roadmaps.presenters.words import term_of
from opora.roadmaps.queries.snapshot import words_of
from opora.roadmaps.rules import (
    ARRANGE,
    BE_PROUD,
    DROP,
    POSTPONE,
    RECALL,
    REPORT,
    SHOW,
    START,
    TAKE_BACK,
    UNDO,
)
from opora.roadmaps.states import EvidenceKind, WorkState
from opora.ui.components import Event, Fact
from opora.ui.escaping import as_markup, esc
from opora.ui.text import date_ru, number

type _Way = tuple[Permission[Work], str, str]

#: what takes a step back never is the button that a page puts forward
_UNDOING = frozenset({"roadmap-undo", "roadmap-recall", "roadmap-drop"})
#: (permission, address, words of the link): what leads to a page of its own
_WAYS: tuple[_Way, ...] = (
    (REPORT, "roadmap-report", "Отметить выполненной"),
    (SHOW, "roadmap-show", "Приложить подтверждение"),
    (ARRANGE, "roadmap-arrange", "Кто, когда, стоимость"),
    (POSTPONE, "roadmap-postpone", "Перенести срок"),
    (DROP, "roadmap-drop", "Снять"),
    (BE_PROUD, "roadmap-pride", "Чем гордимся"),
    (UNDO, "roadmap-undo", "Снять подтверждение"),
)
#: the same for what is done by one press
_PRESSES: tuple[_Way, ...] = (
    (START, "roadmap-start", "Начать"),
    (RECALL, "roadmap-recall", "Отозвать"),
    (TAKE_BACK, "roadmap-take-back", "Вернуть в карту"),
)


def ways(actor: Actor, work: Work) -> list[tuple[str, str, bool]]:
    """(words, address, whether it leads forward) of the pages this person may go on to."""
    return _open_to(actor, work, _WAYS)


def presses(actor: Actor, work: Work) -> list[tuple[str, str, bool]]:
    return _open_to(actor, work, _PRESSES)


def _open_to(actor: Actor, work: Work, all_of: Sequence[_Way]) -> list[tuple[str, str, bool]]:
    return [
        (words, reverse(name, args=[work.pk]), name not in _UNDOING)
        for may, name, words in all_of
        if may.can(actor, work)
    ]


def decision(title: str, *, confirms: bool) -> str:
    """What is told after a decision; `title` is given where the next measure opens."""
    if not title:
        return "Мера подтверждена." if confirms else "Мера возвращена школе."
    done = "Подтверждена мера" if confirms else "Возвращена школе мера"
    return f"{done} «{title}». Следующая ждёт вашего слова."


def facts(work: Work, gone: Collection[int], *, with_result: bool = True) -> list[Fact]:
    """What was agreed and what is in force now; `gone` are ids of those who answer and are not at the school."""
    measure = work.measure
    agreed: dict[str, Any] = work.agreed
    people = ", ".join(f"{p} (не в школе)" if p.pk in gone else str(p) for p in work.responsible.all())
    born = work.document.school
    written = ", ".join(said((Executor(each) for each in measure.executors), measure.named))
    participants = ", ".join(PARTICIPANT_TITLES[Participant(each)] for each in measure.participants)
    other = agreed.get("title") not in (None, measure.title)
    return [
        *([Fact("Ожидаемый результат", measure.result or None)] if with_result or not measure.result else []),
        Fact("Срок", term_of(work), note=_first(work)),
        Fact("Отвечают", people or written or None, note=written if people and written else ""),
        Fact("Участники", participants or None),
        Fact("Ресурсы", measure.resources or None),
        Fact("Стоимость", f"{number(work.cost)} ₽" if work.cost is not None else None),
        Fact("Направление", work.direction.factor_title if work.direction else None),
        Fact("Документ", work.document.title, url=reverse("document", args=[work.document_id])),
        *([Fact("Начата в школе", born.name)] if born and born.pk != work.school_id else []),
        *([Fact("Подтверждали с названием", agreed["title"])] if other else []),
        *([Fact("Выполнена", date_ru(work.done_on))] if work.done_on else []),
    ]


def _first(work: Work) -> str:
    if work.first_due is None or work.first_due == work.due:
        return ""
    return f"сначала был {date_ru(work.first_due)}"


def shown(evidence: Sequence[Evidence], may_withdraw: bool) -> list[dict[str, Any]]:
    """What the page draws of each thing: title, words, address, picture or not."""
    return [
        {
            "title": each.title,
            "words": words_of(each) if each.kind == EvidenceKind.FIGURE else "",
            "url": _url(each),
            "is_picture": each.file is not None and is_picture(each.file.content_type),
            "who": f"{each.made_by_name}, {date_ru(each.made_at)}",
            "others": len(each.works.all()) - 1,
            "withdraw": reverse("roadmap-evidence-withdraw", args=[each.pk]) if may_withdraw else "",
        }
        for each in evidence
    ]


def _url(evidence: Evidence) -> str:
    match evidence.kind:
        case EvidenceKind.FILE:
            return reverse("roadmap-evidence", args=[evidence.pk])
        case EvidenceKind.LINK:
            return evidence.link
    return ""


def offered(evidence: Sequence[Evidence]) -> list[tuple[str, str]]:
    """(id, words) to choose among: what it is, since when, what it shows."""
    found = []
    for each in evidence:
        titles = [f"«{work.measure.title}»" for work in each.works.all()]
        shows = f"; подтверждает {titles[0]}" if titles else ""
        more = f" и ещё {len(titles) - 1}" if len(titles) > 1 else ""
        kind = EvidenceKind(each.kind).label
        found.append((str(each.pk), f"{each.title}: {kind}, {date_ru(each.made_at)}{shows}{more}"))
    return found


def decided(verdicts: Sequence[Verdict]) -> list[Event]:
    """What curators said of it, newest first."""
    words = {WorkState.CONFIRMED: "подтвердил(а)", WorkState.RETURNED: "вернул(а)"}
    return [Event(v.at, v.by_name, words[WorkState(v.state)], v.words) for v in verdicts]


def moved(postponements: Sequence[Postponement]) -> list[Event]:
    return [
        Event(each.at, each.by_name, f"перенёс(ла) {_from(each.before)}на {date_ru(each.after)}", each.reason)
        for each in postponements
    ]


def _from(day: date | None) -> str:
    return f"с {date_ru(day)} " if day else ""


def events(entries: Sequence[Entry]) -> list[Event]:
    return [Event(each.at, each.by, each.verb, each.note) for each in entries]


def said_of(work: Work) -> SafeString:
    """The school's words, line by line."""
    return as_markup("<br>".join(str(esc(line)) for line in work.report.splitlines()))
