"""Approved lists as one file: every list of a year, each row saying which list it belongs to.

The file is an import file: the importer of ready lists takes the rows of the list, year and territory that
are chosen there and leaves the others alone.
"""

from collections.abc import Iterator

from opora.access import Actor, Refused
from opora.cycles.models import Cycle
from opora.identification.engine import Outcome
from opora.identification.models import YearList
from opora.identification.queries import entries_visible_to, procedure_titles, visible_to
from opora.identification.record import from_entry
from opora.identification.states import ListState
from opora.identification.words import Titles, ground_words
from opora.printing import Column, Row, Sheet, Table, write_xlsx

#: headings that tell to which list a row belongs; people's own files do not have them
KIND, YEAR, TERRITORY = "Вид списка", "Код года", "Код территории"


def export_lists(by: Actor, *, cycle_code: str | None = None, territory_path: str = "") -> bytes:
    """The approved lists that the actor sees, of one year or of all, at and below the territory."""
    lists = visible_to(by).filter(state=ListState.APPROVED, territory__path__startswith=territory_path)
    if cycle_code is not None:
        if not Cycle.objects.filter(code=cycle_code).exists():
            raise Refused(f"Программного года с кодом «{cycle_code}» нет. Проверьте код или добавьте год.")
        lists = lists.filter(cycle__code=cycle_code)
    titles = procedure_titles()
    table = Table(
        columns=tuple(map(Column, (KIND, YEAR, TERRITORY, "Код", "Школа", "Основание", "Повторно"))),
        rows=tuple(row for year_list in lists for row in _rows(by, year_list, titles)),
        missing="",
    )
    return write_xlsx((Sheet("Списки", table, frozen_columns=0),), title="Списки школ")


def _rows(by: Actor, year_list: YearList, titles: Titles) -> Iterator[Row]:
    place = (year_list.get_kind_display(), year_list.cycle.code, year_list.territory.code)
    for entry in entries_visible_to(by, year_list).filter(listed=True).select_related("school"):
        outcome = from_entry(entry, threshold=year_list.threshold)
        ground = entry.manual_reason or entry.note or _grounds(outcome, titles)
        yield Row((*place, entry.school.key, entry.school_name, ground, "да" if entry.repeated else ""))


def _grounds(outcome: Outcome, titles: Titles) -> str:
    return " ".join(ground_words(ground, titles) for ground in outcome.grounds)
