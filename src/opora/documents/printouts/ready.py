"""Sections that stand ready, on paper."""

from collections.abc import Mapping, Sequence

from opora.documents.printouts.form import Facts
from opora.documents.queries.facts import Known
from opora.printing import Column, Row, Table


def printed_facts(facts: Mapping[str, Sequence[Known]]) -> Facts:
    """{section: a table of its facts}; a section without facts is left out."""
    return {code: (_table(known),) for code, known in facts.items() if known}


def _table(known: Sequence[Known]) -> Table:
    columns = (Column("Что", width=4), Column("Сколько", width=3), Column("Откуда", width=3))
    return Table(columns, tuple(Row((each.term, each.value, each.note or "—")) for each in known))
