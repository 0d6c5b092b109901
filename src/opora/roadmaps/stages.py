"""The stages of a year at a school, each ending in a checkpoint: a catalogue. Pure Python."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from opora.catalogues.kinds import Content, Field, Kind, Mistake, Table
from opora.cycles.periods import parse

KIND = "roadmap-stages"
CODE = "stages"


@dataclass(frozen=True, slots=True)
class Stage:
    """`term` is as people write it («до 1 июня»). At the final one indicators before and after are compared."""

    code: str
    title: str
    term: str
    is_final: bool
    about: str

    def due(self, within: tuple[date, date]) -> date | None:
        """The last day in the programme year; None where the words name none."""
        return parse(self.term, within=within).ends


def read(content: Any) -> tuple[Stage, ...]:
    """The stages in their order."""
    return tuple(
        Stage(row["code"], row["title"], row.get("term", ""), bool(row.get("is_final")), row.get("about", ""))
        for row in content.get("stages", [])
    )


def _check(content: Content) -> list[Mistake]:
    rows = content.get("stages", [])
    finals = [number for number, row in enumerate(rows) if row.get("is_final")]
    if not rows:
        return [Mistake("title", "Добавьте хотя бы один этап.", "stages")]
    if len(finals) > 1:
        return [Mistake("is_final", "Итоговый этап один. Снимите лишнюю отметку.", "stages", finals[1])]
    if finals and finals[0] != len(rows) - 1:
        return [Mistake("is_final", "Итоговый этап стоит последним.", "stages", finals[0])]
    return []


def roadmap_stages() -> Kind:
    return Kind(
        code=KIND,
        title="Этапы дорожной карты",
        about=(
            "Какие контрольные этапы проходит школа за год. Этап закрывает куратор: состояние мер на этот день "
            "остаётся снимком, который потом не меняется."
        ),
        tables=(
            Table(
                "stages",
                "Этапы",
                (
                    Field("code", "Код", help="Латиницей; не меняется никогда."),
                    Field("title", "Название"),
                    Field("term", "Срок", required=False, help="Как пишут: до 1 июня, ноябрь."),
                    Field("is_final", "Итог года", "bool", required=False,
                          help="На итоге сравнивают показатели до и после."),
                    Field("about", "Что к этому сроку сделано", "long", required=False),
                ),
                key="code",
            ),
        ),
        check=_check,
    )  # fmt: skip
