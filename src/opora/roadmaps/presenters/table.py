"""The roadmap as a table: prints well, a list of rows on a phone."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.safestring import SafeString

from opora.roadmaps.ladder import Ladder
from opora.roadmaps.presenters import words
from opora.roadmaps.queries.lines import Line
from opora.ui.escaping import as_markup, esc
from opora.ui.tables import Column, Table

_COLUMNS = (
    Column("Мера", "words"),
    Column("Срок"),
    Column("Состояние"),
    Column("Отвечают"),
    Column("Результат", "words"),
    Column("Приложено", "number"),
)


def table(lines: Sequence[Line], *, today: date, ladder: Ladder, empty: str) -> Table:
    """By direction in the order of the first term of each; the title leads to the measure."""
    before, after = reverse("roadmap-measure", args=[0]).split("0")
    return Table(
        "roadmap",
        "Меры дорожной карты",
        _COLUMNS,
        [
            (
                as_markup(f'<a href="{before}{line.id}{after}">{esc(line.title)}</a>{_under(line)}'),
                words.term(line.starts, line.due, line.when),
                _state(line, today, ladder),
                _who(line),
                line.result or None,
                line.evidence,
            )
            for line in lines
        ],
        caption_hidden=True,
        empty=empty,
    )


def _who(line: Line) -> SafeString | str | None:
    gone = words.gone(line)
    return as_markup(f"{esc(words.who(line))}<br>{gone}") if gone else words.who(line) or None


def _under(line: Line) -> str:
    return f'<br><small class="soft">{esc(line.direction)}</small>' if line.direction else ""


def _state(line: Line, today: date, ladder: Ladder) -> SafeString:
    chips = [words.state_chip(line.state), words.lateness(line, today, ladder), *words.marks(line)]
    return as_markup(" ".join(str(chip) for chip in chips if chip))
