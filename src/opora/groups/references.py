"""Groups as other features point at them."""

from opora.groups.queries import visible_to
from opora.references import Rows, Source

KIND = "group"
#: a group is of a school, of a body above schools or of a territory
READERS = {KIND: "Увидят участники группы и все, кому открыта карточка её школы или территории."}

SOURCES: tuple[Source, ...] = (
    Rows(
        KIND,
        "группа",
        KIND,
        visible_to,
        ("name",),
        school="organisation_id",
        paths=("organisation__territory__path", "territory__path"),
    ),
)
