"""Links: risk → cause → goal → task → measure → indicator → expected result.

Where a whole table is empty, «раздел пуст» says it once: a missing link is told only between tables that have rows.
A document answers for every risk of its school where it begins with their causes; a project of one change need not.
"""

from collections.abc import Iterator

from opora.documents.checks.base import Case, check, named
from opora.documents.checks.rulebook import Hit
from opora.documents.outline import Part


@check("risk-without-cause")
def risk_without_cause(case: Case) -> Iterator[Hit]:
    explained = {cause.direction for cause in case.programme.causes if cause.text.strip()}
    if case.has(Part.CAUSES):
        for each in case.active:
            if each.id not in explained:
                yield Hit(each.id, "", f"У риска {named(each)} не названа ни одна причина.")


@check("cause-without-task")
def cause_without_task(case: Case) -> Iterator[Hit]:
    taken = {cause for task in case.programme.tasks for cause in task.causes}
    if case.has(Part.CAUSES, Part.TASKS) and case.programme.tasks:
        for each in case.programme.causes:
            if each.id not in taken:
                yield Hit(each.id, "", f"Причину {named(each)} не снимает ни одна задача.")


@check("risk-without-goal")
def risk_without_goal(case: Case) -> Iterator[Hit]:
    reached = {goal.direction for goal in case.programme.goals}
    if case.has(Part.CAUSES, Part.GOALS) and case.programme.goals:
        for each in case.active:
            if each.id not in reached:
                yield Hit(each.id, "", f"Направление {named(each)} активировано, а цели по нему нет.")


@check("risk-without-measure")
def risk_without_measure(case: Case) -> Iterator[Hit]:
    reached = {goal.direction for goal in case.programme.goals}
    if case.has(Part.CAUSES, Part.GOALS, Part.MEASURES) and case.programme.measures:
        for each in case.active:
            if each.id in reached and not case.measures_by_direction.get(each.id):
                yield Hit(each.id, "", f"По направлению {named(each)} цель есть, а мер нет.")


@check("goal-without-risk")
def goal_without_risk(case: Case) -> Iterator[Hit]:
    if case.active and case.has(Part.CAUSES):
        for each in case.programme.goals:
            if not each.direction:
                yield Hit(each.id, "direction", f"Цель {named(each)} не связана ни с одним риском школы.")


@check("goal-without-task")
def goal_without_task(case: Case) -> Iterator[Hit]:
    if case.has(Part.TASKS) and case.programme.tasks:
        for each in case.programme.goals:
            if not case.tasks_of.get(each.id):
                yield Hit(each.id, "", f"Цель {named(each)} не разложена на задачи.")


@check("task-without-goal")
def task_without_goal(case: Case) -> Iterator[Hit]:
    if case.has(Part.GOALS):
        for each in case.programme.tasks:
            if not each.goal:
                yield Hit(each.id, "goal", f"Задача {named(each)} не ведёт ни к одной цели.")


@check("task-without-cause")
def task_without_cause(case: Case) -> Iterator[Hit]:
    explained = {cause.direction for cause in case.programme.causes}
    if case.has(Part.CAUSES):
        for each in case.programme.tasks:
            direction = case.direction_of_task[each.id]
            if not each.causes and direction in explained:
                yield Hit(each.id, "causes", f"Задача {named(each)} не снимает ни одной причины риска.")


@check("task-of-other-risk")
def task_of_other_risk(case: Case) -> Iterator[Hit]:
    of_cause = {cause.id: cause.direction for cause in case.programme.causes}
    for each in case.programme.tasks:
        direction = case.direction_of_task[each.id]
        if direction and any(of_cause[cause] != direction for cause in each.causes if of_cause[cause]):
            yield Hit(each.id, "causes", f"Цель задачи {named(each)} — об одном риске, а причина — о другом.")


@check("task-without-measure")
def task_without_measure(case: Case) -> Iterator[Hit]:
    done = {measure.task for measure in case.programme.measures}
    if case.has(Part.MEASURES) and case.programme.measures:
        for each in case.programme.tasks:
            if each.id not in done:
                yield Hit(each.id, "", f"Под задачу {named(each)} нет ни одной меры.")


@check("measure-without-task")
def measure_without_task(case: Case) -> Iterator[Hit]:
    if case.has(Part.TASKS):
        for each in case.programme.measures:
            if not each.task:
                yield Hit(each.id, "task", f"Мера {named(each)} не решает ни одной задачи.")


@check("goal-without-result")
def goal_without_result(case: Case) -> Iterator[Hit]:
    expected = {goal for result in case.programme.results for goal in result.goals}
    if case.has(Part.RESULTS) and case.programme.results:
        for each in case.programme.goals:
            if each.id not in expected:
                yield Hit(each.id, "", f"Что будет, когда цель {named(each)} достигнута, не сказано.")


@check("result-without-goal")
def result_without_goal(case: Case) -> Iterator[Hit]:
    for each in case.programme.results if case.has(Part.GOALS) else ():
        if not each.goals:
            yield Hit(each.id, "goals", "Ожидаемый результат не связан ни с одной целью.")


@check("result-without-indicator")
def result_without_indicator(case: Case) -> Iterator[Hit]:
    if case.has(Part.INDICATORS) and case.programme.indicators:
        for each in case.programme.results:
            if not each.indicators:
                yield Hit(
                    each.id, "indicators", "По какому показателю виден ожидаемый результат, не сказано."
                )
