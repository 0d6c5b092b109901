"""The expert's pages: the queue, the running total, the mirror beside the own sheet."""

from collections.abc import Callable

from django.urls import reverse

from opora.documents.checks.sheet import Sheet
from opora.documents.models import DocumentVersion
from opora.expertise.actions import Mark, Written
from opora.expertise.models import Assignment, ExpertSheet
from opora.expertise.naming import Naming
from opora.expertise.presenters.words import zone_badge
from opora.expertise.queries.queue import Queue
from opora.ui.components import Fact, InboxItem
from opora.ui.markup import badge, link
from opora.ui.tables import Column, Table


def items(queue: Queue, kinds: dict[str, str]) -> list[InboxItem]:
    """What waits: number and kind, begun or not. The order is that of the keys: it tells nothing."""
    return [
        InboxItem(
            title=f"№ {line.number}, {kinds.get(line.kind, line.kind)}",
            url=reverse("expertise-sheet", args=[line.key]),
            action="Продолжить" if line.saved_at else "Оценить",
            chips=(badge("черновик", "move", "✎"),) if line.saved_at else (),
            main=number == 0,
        )
        for number, line in enumerate(queue.lines)
    ]


def sent_table(queue: Queue, kinds: dict[str, str]) -> Table:
    return Table(
        f"sent-{queue.round.pk}",
        "Отправленные листы",
        [Column("Что оценено"), Column("Мой балл", "number")],
        [
            (
                link(
                    reverse("expertise-sheet", args=[line.key]),
                    f"№ {line.number}, {kinds.get(line.kind, line.kind)}",
                ),
                line.total,
            )
            for line in queue.sent
        ],
        caption_hidden=True,
    )


def running(sheet: Sheet, written: Written) -> list[Fact]:
    """The total so far, its zone, what has no points yet."""
    missing = written.missing(sheet)
    zone = zone_badge(sheet, sheet.zone_of(min(written.total, sheet.points)).code)
    return [
        Fact("Сумма", f"{written.total} из {sheet.points}"),
        Fact("Зона" if not missing else "Зона, если остальное 0", zone),
        Fact("Без балла", ", ".join(missing) if missing else "нет: можно отправлять"),
    ]


def mirror_table(
    assignment: Assignment, sheet: Sheet, kept: ExpertSheet, cover: Callable[[str], str]
) -> Table | None:
    """The own sheet beside what the rules saw; only of a sent sheet, and where the version was checked."""
    version: DocumentVersion | None = assignment.entry.version
    told = version.checked.get("mirror") if version else None
    if not told or kept.sent_at is None:
        return None
    assert version is not None
    by_code = {each["code"]: each for each in told["criteria"]}
    said: dict[str, list[str]] = {}
    for finding in version.checked.get("findings", ()):
        if finding.get("points") and finding.get("criterion"):
            said.setdefault(finding["criterion"], []).append(cover(finding["message"]))
    return Table(
        "mirror",
        "Мой лист и зеркало: то же самое, посчитанное правилами",
        [
            Column("Критерий"),
            Column("У меня", "number"),
            Column("Зеркало", "number"),
            Column("За что сняло", "words"),
        ],
        [
            (
                criterion.title,
                kept.marks[criterion.code]["points"],
                by_code.get(criterion.code, {}).get("points"),
                " ".join(dict.fromkeys(said.get(criterion.code, ()))) or "",
            )
            for criterion in sheet.criteria
        ],
        foot=[("Сумма", kept.total, told["total"], "")],
    )


def sheet_table(sheet: Sheet, naming: Naming, written: Written) -> Table:
    """A sent sheet as it stands."""
    return Table(
        "sheet",
        "Мой лист",
        [
            Column("Критерий"),
            Column("Балл", "number"),
            Column("Что это значит", "words"),
            Column(naming.words, "words"),
        ],
        [
            (c.title, mark.points, "" if mark.points is None else c.words[mark.points], mark.words)
            for c in sheet.criteria
            for mark in (written.marks.get(c.code, Mark()),)
        ],
    )
