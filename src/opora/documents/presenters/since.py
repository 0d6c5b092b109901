"""What a reviewer finds changed since the version that was read before."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from opora.documents.difference import Turn, difference
from opora.documents.exchange import parse
from opora.documents.models import DocumentVersion
from opora.documents.places import place_of_section
from opora.documents.presenters.versions import TURNS, titles_of
from opora.documents.programme import Programme
from opora.documents.words import TABLE_TITLES


@dataclass(frozen=True, slots=True)
class Since:
    """`lines` count by table, `gone` are rows that are no more; `turns` say it by place: a row or a section."""

    number: int
    url: str
    lines: list[str]
    gone: list[str]
    turns: Mapping[str, Turn]


def since(before: DocumentVersion | None, version: DocumentVersion, now: Programme) -> Since | None:
    """None where nobody has read an earlier version."""
    if before is None:
        return None
    old = parse(before.content)
    found = difference(old, now)
    counts = Counter((each.table, each.turn) for each in found)
    titles = titles_of(old, {})
    url = reverse("document-version", args=[version.document_id, before.number])
    return Since(
        number=before.number,
        url=f"{url}?to={version.number}",
        lines=[f"{TABLE_TITLES[table][1]} — {TURNS[turn]}: {many}" for (table, turn), many in counts.items()],
        gone=[
            f"{TABLE_TITLES[each.table][0]} «{titles.get(each.row, each.row)}»"
            for each in found
            if each.turn is Turn.REMOVED and each.table != "passages"
        ],
        turns={
            place_of_section(each.row) if each.table == "passages" else each.row: each.turn for each in found
        },
    )
