"""What the person chose beside the file: the year of the programme, the territory, what to do with new schools."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from opora.access import Actor
from opora.cycles.models import Cycle
from opora.imports.problems import Place, Problem
from opora.organisations.models import Territory
from opora.organisations.queries import territories_visible_to
from opora.results import codes
from opora.results.layouts.shape import ProcedureRef
from opora.results.layouts.words import Vocabulary

# ВПР began in 2015, ОГЭ and ЕГЭ are older: figures of earlier years are a slip of the pen.
EARLIEST_YEAR = 2005
# a message that sends a person to this choice says the same words
NEW_SCHOOLS, CREATE_THEM = "Школы, которых мы не знаем", "создать"


@dataclass(frozen=True, slots=True)
class Options:
    """`years` are those that may be imported; `year` is taken where a layout names none."""

    cycle: Cycle | None
    territory: Territory | None
    creates: bool
    procedure: ProcedureRef | None
    year: int | None
    years: range


def read_options(
    values: Mapping[str, str], by: Actor, vocabulary: Vocabulary
) -> tuple[Options, list[Problem]]:
    """The options as objects; what does not fit is a problem of no place."""
    problems: list[Problem] = []

    def wrong(value: str, words: str, allowed: tuple[str, ...]) -> None:
        problems.append(Problem(Place(), value, codes.WRONG_OPTION, words, allowed))

    cycle = territory = procedure = None
    if code := values.get("cycle", "").strip():
        cycle = Cycle.objects.filter(code=code).first()
        if cycle is None:
            known = tuple(Cycle.objects.values_list("code", flat=True))
            wrong(code, f"Программного года «{code}» нет. Укажите существующий или добавьте его.", known)
    if code := values.get("territory", "").strip():
        visible = territories_visible_to(by)
        territory = visible.filter(code=code).first()
        if territory is None:
            known = tuple(visible.values_list("code", flat=True)[:50])
            wrong(code, f"Территории с кодом «{code}» нет среди ваших. Проверьте код.", known)
    if code := values.get("procedure", "").strip():
        procedure = vocabulary.by_title_or_code(code)
        if procedure is None:
            known = tuple(p.code for p in vocabulary.procedures.values())
            wrong(code, f"Процедуры «{code}» нет в каталоге. Выберите из списка.", known)
    creates = values.get("new_schools", "refuse") or "refuse"
    if creates not in ("refuse", "create"):
        wrong(creates, "Новые школы можно отклонить (refuse) или создать (create).", ("refuse", "create"))
    last = max(timezone.localdate().year, cycle.last_result_year if cycle else 0)
    years = range(EARLIEST_YEAR, last + 1)
    year: int | None = cycle.last_result_year if cycle else None
    if text := values.get("year", "").strip():
        if text.isdigit() and int(text) in years:
            year = int(text)
        else:
            wrong(text, f"Год нужен четырьмя цифрами, от {years.start} до {last}.", ())
    return Options(cycle, territory, creates == "create", procedure, year, years), problems
