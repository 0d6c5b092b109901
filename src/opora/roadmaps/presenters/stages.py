"""Stages of the year at a school: what each waits for, what a closed one has kept."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from opora.roadmaps.models import Checkpoint
from opora.roadmaps.stages import Stage
from opora.roadmaps.states import CHECKPOINT_MOVES, CheckpointState, EvidenceKind, WorkState
from opora.ui.escaping import as_markup, esc
from opora.ui.markup import badge, link
from opora.ui.tables import Column, Table
from opora.ui.text import date_ru

_SIGNS = {CheckpointState.OPEN: "▶", CheckpointState.SENT: "?", CheckpointState.CLOSED: "✓"}


@dataclass(frozen=True, slots=True)
class Step:
    """A stage as the roadmap shows it: begun (`checkpoint`) or to be begun; `is_late`: not sent by its day."""

    stage: Stage
    due: date | None
    checkpoint: Checkpoint | None
    is_late: bool = False

    @property
    def chip(self) -> str:
        if self.checkpoint is None:
            return badge("не начат", "high", "▲") if self.is_late else badge("не начат")
        state = CheckpointState(self.checkpoint.state)
        if self.is_late:
            return badge(state.label, "high", "▲")
        return badge(state.label, "low" if state is CheckpointState.CLOSED else "move", _SIGNS[state])

    @property
    def move(self) -> str:
        move = CHECKPOINT_MOVES[CheckpointState(self.checkpoint.state)] if self.checkpoint else None
        return move or ""

    @property
    def term(self) -> str:
        """«до 1 ноября 2026», «срок был 1 ноября 2026»; nothing where no day is named."""
        if self.due is None:
            return ""
        return f"{'срок был' if self.is_late else 'до'} {date_ru(self.due)}"


def steps(
    stages: Sequence[Stage],
    kept: Sequence[Checkpoint],
    within: tuple[date, date],
    *,
    today: date | None = None,
) -> list[Step]:
    """Stages in force in their order, then those that were begun under another catalogue.

    Without `today` none is late: nobody is asked to begin or to send one.
    """
    by_code = {each.code: each for each in kept}
    found = [_step(each, by_code.pop(each.code, None), within, today) for each in stages]
    others = [
        Step(Stage(c.code, c.title, "", c.is_final, ""), c.due, c, _is_late(c.due, c, today))
        for c in by_code.values()
    ]
    return [*found, *others]


def _step(stage: Stage, kept: Checkpoint | None, within: tuple[date, date], today: date | None) -> Step:
    due = stage.due(within)
    return Step(stage, due, kept, _is_late(due, kept, today))


def _is_late(due: date | None, kept: Checkpoint | None, today: date | None) -> bool:
    is_awaited = kept is None or kept.state == CheckpointState.OPEN
    return is_awaited and due is not None and today is not None and due < today


def kept_works(works: Iterable[Mapping[str, Any]], opens: Collection[int]) -> Table:
    """The measures as they stood when the stage was closed; `opens` are ids of files that are still to be read."""
    return Table(
        "kept",
        "Меры на день закрытия этапа",
        [
            *(Column("Мера", "words"), Column("Состояние"), Column("Срок")),
            *(Column("Что сделано", "words"), Column("Чем показано", "words")),
        ],
        [
            (
                each["title"],
                WorkState(each["state"]).label + (", просрочена" if each["is_late"] else ""),
                date_ru(date.fromisoformat(each["due"])) if each["due"] else None,
                each["report"] or None,
                as_markup("; ".join(_shown(e, opens) for e in each["evidence"])) or None,
            )
            for each in works
        ],
        caption_hidden=True,
    )


def _shown(evidence: Mapping[str, Any], opens: Collection[int]) -> str:
    if evidence["kind"] == EvidenceKind.LINK:
        return link(evidence["words"], evidence["title"])
    if evidence["id"] in opens:
        return link(reverse("roadmap-evidence", args=[evidence["id"]]), evidence["title"])
    return esc(evidence["title"])


def changed(changes: Sequence[Mapping[str, Any]]) -> Table:
    """Indicators before and after."""
    return Table(
        "changes",
        "Показатели: было и стало",
        [
            *(Column("Показатель", "words"), Column("Было"), Column("Хотели"), Column("Стало")),
            *(Column("На день"), Column("Откуда", "words")),
        ],
        [
            (
                f"{each['title']}, {each['unit']}" if each["unit"] else each["title"],
                each["before"] or None,
                each["target"] or None,
                each["after"] or None,
                date_ru(date.fromisoformat(each["on"])) if each["on"] else None,
                "; ".join(filter(None, [each["source"], each["evidence"]])) or None,
            )
            for each in changes
        ],
        caption_hidden=True,
    )
