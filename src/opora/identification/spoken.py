"""The answer of `opora identify` as a table for a person at a terminal."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from opora.printing.russian import number

_GROUNDS = {
    "count": "несколько процедур в последнем году",
    "repeat": "одна процедура два года подряд",
    "quartile": "худшая четверть региона",
    "ege": "минимум ЕГЭ",
}


def table_of(found: Mapping[str, Any]) -> list[str]:
    """A line a school: name, listed, repeated, grounds, what one point of the threshold would change."""
    width = max((len(school["school"]) for school in found["schools"]), default=5)
    lines = [f"{'Школа':{width}}  В списке  Повторно  Основания"]
    for school in found["schools"]:
        grounds = "; ".join(_GROUNDS[ground["kind"]] for ground in school["grounds"]) or "—"
        if school["changes_at_minus_1"]:
            grounds += " · вошла бы при пороге на пункт ниже"
        if school["changes_at_plus_1"]:
            grounds += " · вышла бы при пороге на пункт выше"
        if school["doubtful"]:
            grounds += " · есть признаки сомнительных результатов"
        listed, repeated = "да" if school["listed"] else "нет", "да" if school["repeated"] else ""
        lines.append(f"{school['school']:{width}}  {listed:8}  {repeated:8}  {grounds}")
    return lines


def in_words(found: Mapping[str, Any]) -> str:
    """The table with what it was made by."""
    listed = sum(school["listed"] for school in found["schools"])
    joined = {"or": "достаточно одного основания", "and": "нужны оба основания"}[found["mode"]]
    head = (
        f"Год {found['cycle']}: в списке {listed} из {len(found['schools'])} школ. "
        f"Порог {number(Decimal(str(found['threshold'])) * 100)} %, {joined}."
    )
    versions = f"Правило: {found['rule_version']}. Данные: {found['data_version'][:16]}."
    return "\n".join([head, "", *table_of(found), "", versions])
