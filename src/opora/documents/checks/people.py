"""Executors and participants: not the administration alone, and the specialists that a risk needs."""

from collections.abc import Iterator

from opora.documents.checks.base import Case, check, named
from opora.documents.checks.rulebook import Hit
from opora.documents.outline import Part
from opora.documents.programme import ADMINISTRATION, SPECIALIST_TITLES, Executor, Participant

#: the section in which a school says why a specialist is not to be had
STAFFING_REASON = "staffing_reason"
#: so many letters a reason has at least
_REASON = 40
_TEACHING = frozenset({Executor.TEACHER, Executor.CLASS_TEACHER, Executor.METHODIST})


@check("measure-without-executor")
def measure_without_executor(case: Case) -> Iterator[Hit]:
    for each in case.programme.measures:
        if not each.executors and not each.named:
            yield Hit(each.id, "executors", f"Кто отвечает за меру {named(each)}, не сказано.")


@check("only-administration")
def only_administration(case: Case) -> Iterator[Hit]:
    for direction in case.active:
        measures = [each for each in case.measures_by_direction.get(direction.id, ()) if each.executors]
        alone = [each for each in measures if ADMINISTRATION.issuperset(each.executors)]
        if len(measures) > 1 and 100 * len(alone) > case.book.administration * len(measures):
            yield Hit(
                direction.id,
                "",
                f"По направлению {named(direction)} {len(alone)} из {len(measures)} мер ведёт одна администрация.",
            )


@check("no-teachers")
def no_teachers(case: Case) -> Iterator[Hit]:
    measures = case.programme.measures
    if len(measures) > 1 and not any(
        _TEACHING.intersection(each.executors) or Participant.TEACHERS in each.participants
        for each in measures
    ):
        yield Hit(
            "measures", "", "Ни в одной мере нет педагогов: ни среди исполнителей, ни среди участников."
        )


@check("no-parents")
def no_parents(case: Case) -> Iterator[Hit]:
    measures = case.programme.measures
    if len(measures) > 1 and not any(
        Executor.PARENT in each.executors or Participant.PARENTS in each.participants for each in measures
    ):
        yield Hit("measures", "", "Ни в одной мере нет родителей.")


@check("staff-missing")
def staff_missing(case: Case) -> Iterator[Hit]:
    if not case.has(Part.MEASURES) or len(case.programme.texts.get(STAFFING_REASON, "").strip()) >= _REASON:
        return
    hired = [
        direction
        for direction in case.active
        if any(measure.hires for measure in case.measures_by_direction.get(direction.id, ()))
    ]
    for direction in case.active:
        # one specialist may serve two risks
        is_served = direction in hired or any(set(direction.staff) <= set(each.staff) for each in hired)
        if direction.staff and not is_served:
            needed = ", ".join(SPECIALIST_TITLES.get(each, each) for each in direction.staff)
            yield Hit(
                direction.id,
                "",
                f"Для направления {named(direction)} нужен специалист ({needed}), а меры о нём нет и причины тоже.",
            )
