"""What stands in a cell: a short word, what is wrong beside it, where it leads. One telling for page and workbook."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from urllib.parse import urlencode

from django.urls import reverse

from opora.identification.states import ListKind
from opora.overview.facts import Documents
from opora.overview.standing import Line
from opora.overview.states import Step
from opora.plans.facts.of_schools import ENOUGH_ANSWERED
from opora.roadmaps.states import CheckpointState
from opora.ui.markup import Tone
from opora.ui.text import NBSP, count_ru, date_ru, percent

#: many programmes by their number, one by its name where it is short
_SHORT_NAME = 16


@dataclass(slots=True)
class Said:
    """`note` is what is to be looked at, with its tone and sign; nothing where all is well."""

    words: str
    url: str = ""
    note: str = ""
    tone: Tone = "none"
    sign: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """The year and day of the page."""

    cycle: str
    today: date


@cache
def _pieces(name: str, places: int) -> list[str]:
    return reverse(name, args=[0] * places).split("0")


def address(name: str, *pks: int, **query: str) -> str:
    """As `reverse`, which a page of two hundred schools would ask a thousand times."""
    before, *rest = _pieces(name, len(pks))
    path = before + "".join(f"{pk}{piece}" for pk, piece in zip(pks, rest, strict=True))
    return f"{path}?{urlencode(query)}" if query else path


def short_title(title: str) -> str:
    """«Этап 1» of «Этап 1: документы и первые меры»."""
    return title.partition(":")[0].strip()


def _list(line: Line, _: About) -> Said:
    school = line.school
    if not school.listed or school.entry is None:
        return Said("нет")
    words = ", ".join(ListKind(each).label for each in school.listed)
    return Said(words, address("list-school", *school.entry), "повторно" if school.repeated else "")


def _part(line: Line, _: About) -> Said:
    names = line.school.programmes
    if not names:
        return Said("нет")
    words = names[0] if len(names) == 1 and len(names[0]) <= _SHORT_NAME else "да"
    if len(names) > 1:
        words = count_ru(len(names), "программа,программы,программ")
    return Said("после списка" if line.school.is_after else words, address("school", line.school.pk))


def _survey(line: Line, _: About) -> Said:
    each = line.survey
    if each is None:
        return Said("нет")
    url = address("campaign-school", each.campaign, line.school.pk)
    if each.share is None:
        return Said("классов нет", url, "идёт" if each.is_open else "")
    is_enough = each.share >= ENOUGH_ANSWERED
    # 79,6 % is not 80 %
    words = percent(each.share, 0 if is_enough or round(each.share, 2) < ENOUGH_ANSWERED else 1)
    if each.is_open:
        return Said(words, url, "идёт")
    return Said(words, url) if is_enough else Said(words, url, "мало", "mid", "■")


def _risks(line: Line, about: About) -> Said:
    each = line.risks
    if each is None or not (each.has_profile or each.taken):
        return Said("нет профиля")
    url = address("risk-school", line.school.pk, cycle=about.cycle)
    if not each.taken:
        return Said("не выбраны", url, f"высоких {each.high}" if each.high else "", "mid", "■")
    return Said(f"выбрано {each.taken}", url, f"активно {each.active}" if each.active else "")


def _programme(line: Line, about: About) -> Said:
    each, url = line.documents, address("school-documents", line.school.pk, cycle=about.cycle)
    if each is None or not each.total:
        return Said("нет", url)
    if each.settled == each.total:
        return Said("подтверждена" if each.total == 1 else f"подтверждены {each.total}", url)
    words = f"{each.settled} из {each.total}" if each.settled else _unsettled(each)
    return Said(words, url, _unsettled(each) if each.settled else "")


def _unsettled(each: Documents) -> str:
    if each.rework:
        return "на доработке"
    return "на проверке" if each.review else "черновик"


def _roadmap(line: Line, about: About) -> Said:
    each = line.roadmap
    if each is None:
        return Said("нет")
    words, url = f"{each.confirmed} из {each.measures}", address("roadmap", line.school.pk, cycle=about.cycle)
    if each.late:
        return Said(words, url, f"поздно {each.late}", "high", "▲")
    return Said(words, url, f"ждут{NBSP}{each.reported}" if each.reported else "")


def _visits(line: Line, about: About) -> Said:
    last, due = line.last_visit, line.due
    words = date_ru(last, "day") if last else "не были"
    url = address("visits", cycle=about.cycle, school=str(line.school.pk)) if last else ""
    if due is not None and due.day is not None and due.is_late(about.today):
        if last is None:
            return Said(words, url, "пора", "high", "▲")
        return Said(words, url, f"ждут {(about.today - due.day).days}{NBSP}дн.", "high", "▲")
    if due is not None and due.is_soon(about.today):
        return Said(words, url, "пора", "mid", "■")
    return Said(words, url)


_STAGE_WORDS = {
    CheckpointState.OPEN: "идёт",
    CheckpointState.SENT: "у куратора",
    CheckpointState.CLOSED: "закрыт",
}


def _stage(line: Line, about: About) -> Said:
    """The stage that goes on now, else the one closed last; beside it another that is past its day."""
    going = [each for each in line.checkpoints if each.state != CheckpointState.CLOSED]
    shown = going[0] if going else line.last_closed
    late = [short_title(title) for title, _ in line.overdue]
    if shown is None:
        if not late:
            return Said("нет")
        return Said(late[0], address("roadmap", line.school.pk, cycle=about.cycle), "поздно", "high", "▲")
    title, url = short_title(shown.title), address("roadmap-checkpoint", shown.pk)
    words = f"{title} {_STAGE_WORDS[CheckpointState(shown.state)]}"
    if not late:
        return Said(words, url)
    return Said(words, url, "поздно" if title in late else f"поздно {late[0]}", "high", "▲")


#: what a step asks for, said once above its column
ASKS: dict[Step, str] = {Step.SURVEY: f"от {percent(ENOUGH_ANSWERED)}"}

CELLS: dict[Step, Callable[[Line, About], Said]] = {
    Step.LIST: _list,
    Step.PART: _part,
    Step.SURVEY: _survey,
    Step.RISKS: _risks,
    Step.PROGRAMME: _programme,
    Step.ROADMAP: _roadmap,
    Step.VISITS: _visits,
    Step.STAGE: _stage,
}
