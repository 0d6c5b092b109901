"""How a sign is told. Always a sign to look at, with its figures, never guilt."""

from collections.abc import Mapping
from typing import Any

from opora.identification.engine.outcomes import Doubt
from opora.printing.russian import number, percent

LABEL = "внутренний признак, не перечень Рособрнадзора"

SIGN_TITLES: dict[str, str] = {
    "above_region": "Результат заметно выше регионального, экзамен его не подтверждает",
    "easy_hard": "Простые задания выполнены хуже, сложные — лучше, чем в группе сравнения",
    "cliffs": "Скачок числа работ на границе отметки",
    "class_drop": "Высокие результаты класса заметно снизились через год",
    "journal": "Отметки за работу расходятся с журналом",
}


def sign_words(doubt: Doubt, titles: Mapping[str, str]) -> str:
    """One sentence with the figures; `titles` gives procedures their names."""
    figures = doubt.figures

    def name(code: str) -> str:
        return titles.get(code, code)

    match doubt.sign:
        case "above_region":
            said = (
                f"{name(figures['procedure'])}, {figures['year']}: высоких результатов "
                f"{percent(figures['share'])}, по группе сравнения {percent(figures['group'])}; "
                f"{name(figures['exam'])}, {figures['exam_year']}: {percent(figures['exam_share'])} "
                f"и {percent(figures['exam_group'])}"
            )
        case "easy_hard":
            said = (
                f"{_place(figures, name)}: простые задания {_points(figures['easy_difference'])}, "
                f"сложные {_points(figures['hard_difference'])} к группе сравнения"
            )
        case "cliffs":
            score = figures["score"]
            said = (
                f"{_place(figures, name)}: {score - 1} балл. — {percent(figures['below'], 1)} работ, "
                f"{score} балл. (отметка «{figures['mark']}») — {percent(figures['at'], 1)}"
            )
        case "class_drop":
            before, after = figures["shares"]
            first, second = figures["procedures"]
            said = (
                f"{name(first)}, {figures['years'][0]}: высоких результатов {percent(before)}; "
                f"{name(second)}, {figures['years'][1]}: {percent(after)}"
            )
        case "journal":
            said = (
                f"{_place(figures, name)}: за работу ниже журнала у {percent(figures['lowered'])}, "
                f"выше — у {percent(figures['raised'])}"
            )
        case _:
            said = ""
    return said


def _place(figures: Mapping[str, Any], name: Any) -> str:
    label = f", {figures['class']}" if figures["class"] else ""
    return f"{name(figures['procedure'])}, {figures['year']}{label}"


def _points(difference: float) -> str:
    return f"{'+' if difference > 0 else ''}{number(difference * 100, 1)} п. п."
