"""Words: empty sections, the same text twice, what was left to be filled in."""

from collections.abc import Iterator
from dataclasses import fields

from opora.documents.checks.base import Case, check, named
from opora.documents.checks.rulebook import Hit
from opora.documents.checks.wording import is_said, is_shouted, likeness, pairs_alike, placeholder_in
from opora.documents.outline import Part
from opora.documents.programme import ROWS
from opora.ui.text import count_ru

_ROWS_OF = {
    Part.CAUSES: "causes",
    Part.GOALS: "goals",
    Part.TASKS: "tasks",
    Part.MEASURES: "measures",
    Part.INDICATORS: "indicators",
    Part.RESULTS: "results",
}


@check("section-empty")
def section_empty(case: Case) -> Iterator[Hit]:
    for section in case.outline.sections:
        if not section.required:
            continue
        if section.part is Part.TEXT and not case.programme.texts.get(section.code, "").strip():
            yield Hit(
                f"passages.{section.code}", "text", f"Раздел «{section.title}» пуст.", section.criterion
            )
        table = _ROWS_OF.get(section.part)
        if table is not None and not getattr(case.programme, table):
            yield Hit(table, "", f"В разделе «{section.title}» нет ни одной строки.", section.criterion)


@check("section-short")
def section_short(case: Case) -> Iterator[Hit]:
    for section in case.outline.sections:
        text = case.programme.texts.get(section.code, "").strip()
        if section.required and section.part is Part.TEXT and 0 < len(text) < case.book.short_text:
            yield Hit(
                f"passages.{section.code}",
                "text",
                f"Раздел «{section.title}» — {count_ru(len(text), 'знак,знака,знаков')}: это мало.",
            )


@check("sections-alike")
def sections_alike(case: Case) -> Iterator[Hit]:
    titles = {section.code: section.title for section in case.outline.sections}
    written = [
        (code, text) for code, text in case.programme.texts.items() if len(text) >= case.book.short_text
    ]
    for one, other in pairs_alike(written, case.book.same_text, contained=True):
        yield Hit(
            f"passages.{other}",
            "text",
            f"Разделы «{titles.get(one, one)}» и «{titles.get(other, other)}» почти одинаковы.",
        )


@check("tasks-repeat-goal")
def tasks_repeat_goal(case: Case) -> Iterator[Hit]:
    for goal in case.programme.goals:
        for task in case.tasks_of.get(goal.id, ()):
            if likeness(goal.text, task.text) >= case.book.same_text:
                yield Hit(task.id, "text", f"Задача {named(task)} повторяет цель, а не раскладывает её.")


@check("one-task-for-goal")
def one_task_for_goal(case: Case) -> Iterator[Hit]:
    for goal in case.programme.goals:
        if len(case.tasks_of.get(goal.id, ())) == 1:
            yield Hit(goal.id, "", f"У цели {named(goal)} одна задача: цель не разложена.")


@check("measures-alike")
def measures_alike(case: Case) -> Iterator[Hit]:
    for one, other in pairs_alike(((m, m.title) for m in case.programme.measures), case.book.same_text):
        yield Hit(other.id, "title", f"Меры {named(one)} и {named(other)} — об одном и том же.")


@check("tasks-alike")
def tasks_alike(case: Case) -> Iterator[Hit]:
    for one, other in pairs_alike(((t, t.text) for t in case.programme.tasks), case.book.same_text):
        yield Hit(other.id, "text", f"Задачи {named(one)} и {named(other)} — об одном и том же.")


@check("row-without-words")
def row_without_words(case: Case) -> Iterator[Hit]:
    for table in ("causes", "goals", "tasks", "measures", "indicators", "results"):
        for row in getattr(case.programme, table):
            field = "title" if table in {"measures", "indicators"} else "text"
            if not is_said(getattr(row, field)):
                yield Hit(row.id, field, "Строка есть, а слов в ней нет.")


@check("left-to-fill-in")
def left_to_fill_in(case: Case) -> Iterator[Hit]:
    for row, field, text in _written(case):
        if left := placeholder_in(text):
            yield Hit(row, field, f"Осталось незаполненное место: «{left}».")


@check("all-capitals")
def all_capitals(case: Case) -> Iterator[Hit]:
    for row, field, text in _written(case):
        if is_shouted(text):
            yield Hit(row, field, "Весь текст набран заглавными буквами.")


@check("programme-without-title")
def programme_without_title(case: Case) -> Iterator[Hit]:
    if not case.programme.title.strip():
        yield Hit("programme", "title", "У документа нет названия.")


def _written(case: Case) -> Iterator[tuple[str, str, str]]:
    """(row, field, words) of everything that a person wrote."""
    yield "programme", "title", case.programme.title
    for passage in case.programme.passages:
        yield f"passages.{passage.section}", "text", passage.text
    for table in ROWS:
        if table == "directions":
            continue
        for row in getattr(case.programme, table):
            for each in fields(row):
                value = getattr(row, each.name)
                if isinstance(value, str) and each.name not in {
                    "id",
                    "of",
                    "goal",
                    "task",
                    "direction",
                    "form",
                }:
                    yield row.id, each.name, value
