"""Reads of the selection and of the lists."""

from opora.identification.queries.changes import Changes, changes_since, compared, differing
from opora.identification.queries.listings import Listing, listings_of
from opora.identification.queries.lists import (
    EntryRow,
    ListPage,
    ListRow,
    Show,
    entries_visible_to,
    entry_rows,
    find_list,
    list_rows,
    open_list,
    page_of,
    rows_of,
    unanswered,
    visible_to,
)
from opora.identification.queries.selection import (
    RULE_KIND,
    approved_year_before,
    assess,
    procedure_titles,
    rule_for,
    sizes_of,
)
from opora.identification.queries.waiting import waiting_for

__all__ = [
    "RULE_KIND",
    "Changes",
    "EntryRow",
    "ListPage",
    "ListRow",
    "Listing",
    "Show",
    "approved_year_before",
    "assess",
    "changes_since",
    "compared",
    "differing",
    "entries_visible_to",
    "entry_rows",
    "find_list",
    "list_rows",
    "listings_of",
    "open_list",
    "page_of",
    "procedure_titles",
    "rows_of",
    "rule_for",
    "sizes_of",
    "unanswered",
    "visible_to",
    "waiting_for",
]
