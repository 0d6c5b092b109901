"""Causes summed up over schools."""

from collections.abc import Sequence

from opora.risks.queries import CauseLine
from opora.ui.tables import Column, Table
from opora.ui.text import count_ru


def summary_table(lines: Sequence[CauseLine]) -> Table:
    """By factor; rare causes are one line without a number."""
    rows = [
        (
            line.factor_title,
            line.text or count_ru(line.kinds, "редкая причина,редкие причины,редких причин"),
            "мало школ" if line.schools is None else line.schools,
        )
        for line in lines
    ]
    columns = [Column("Фактор"), Column("Причина", "words"), Column("Назвали школ", "number")]
    return Table(
        "causes", "Причины по факторам", columns, rows, caption_hidden=True, empty="Причин ещё не называли."
    )
