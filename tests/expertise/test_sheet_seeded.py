"""The released sheet of experts in an installation that had an older one."""

import pytest

from conftest import NOW
from opora.access.actor import operator
from opora.catalogues.models import Definition
from opora.catalogues.seeding import seed_from_files
from opora.catalogues.states import VersionState
from opora.documents.checks.sheet import Sheet

from .making import ROOT, SHEET, release


@pytest.mark.django_db
def test_an_installation_with_the_older_sheet_gets_the_next_version_once() -> None:
    older = {name: rows for name, rows in SHEET["content"].items() if name not in {"parts", "weaknesses"}}
    definition = Definition.objects.create(
        kind="expert-sheets", code="sheet", territory_path="", title="Лист"
    )
    release(definition, 1, older)

    def seeded() -> list[str]:
        made = seed_from_files(root=ROOT / "definitions", only={"expert-sheets"}, by=operator(), at=NOW)
        return sorted(f"{each.definition.code} {each.number}" for each in made)

    assert seeded() == ["curator 1", "sheet 2"]
    assert seeded() == []
    states = definition.versions.order_by("number").values_list("state", flat=True)
    assert list(states) == [VersionState.SUPERSEDED, VersionState.PUBLISHED]
    assert Sheet.parse("Лист", definition.versions.get(number=1).content).weaknesses == ()
    assert len(Sheet.parse("Лист", definition.versions.get(number=2).content).weaknesses) == 9
