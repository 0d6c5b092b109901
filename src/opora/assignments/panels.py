"""What came of a thing, on that thing's own page: any feature may show it.

A view puts `of_origin(actor, "visit", visit.pk, …)` into its context as `assignments`, its template includes
`assignments/of_origin.html`.
"""

from collections.abc import Collection
from datetime import datetime

from opora.access import Actor
from opora.assignments import presenters
from opora.assignments.queries import of_origins, visible_to
from opora.assignments.states import OPEN


def of_origin(
    actor: Actor,
    kind: str,
    ids: int | Collection[int],
    *,
    at: datetime,
    add_url: str = "",
    finished_of: Collection[int] | None = None,
    caption: str = "Поручения",
    ident: str = "of-origin",
) -> presenters.OfOrigin:
    """Of one thing or of several of a kind. Two queries, one where there is nothing.

    `finished_of`: only of these what is finished is shown too; None is of all. `ident` tells two tables of a page
    apart.
    """
    rows = of_origins(kind, [ids] if isinstance(ids, int) else ids)
    if finished_of is not None:
        rows = [row for row in rows if row.state in OPEN or (row.origin and row.origin[1] in finished_of)]
    pks = [row.pk for row in rows]
    seen = set(visible_to(actor).filter(pk__in=pks).order_by().values_list("pk", flat=True)) if pks else set()
    table = presenters.of_origin_table(rows, seen, at, caption=caption, ident=ident)
    return presenters.OfOrigin(table, sum(row.state in OPEN for row in rows), add_url)
