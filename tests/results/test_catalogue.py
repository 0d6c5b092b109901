"""The catalogue of procedures, and the rows that follow it; two imports at the same moment."""

import threading
import tomllib

import pytest
from django.conf import settings
from django.db import connection, transaction

from conftest import NOW
from factories.organisations import municipality, school
from factories.people import actor
from opora.access import Role
from opora.access.actor import operator
from opora.catalogues.kinds import mistakes
from opora.history.models import Event
from opora.imports.contract import Report
from opora.organisations.models import Organisation
from opora.results.actions import sync_procedures
from opora.results.kinds import KIND
from opora.results.models import Fact, Procedure

from .conftest import apply, workbook


def test_the_file_is_a_right_content() -> None:
    text = (settings.DEFINITIONS_ROOT / "procedures" / "procedures.toml").read_text("utf-8")
    assert mistakes(KIND, tomllib.loads(text)["content"]) == []


@pytest.mark.django_db
def test_procedures_follow_the_catalogue_and_are_written_once() -> None:
    declared = len(
        tomllib.loads((settings.DEFINITIONS_ROOT / "procedures" / "procedures.toml").read_text("utf-8"))[
            "content"
        ]["procedures"]
    )
    assert sync_procedures(by=operator(), at=NOW) == declared
    Procedure.objects.filter(code="oge-ru").update(title="Другое")
    assert (sync_procedures(by=operator(), at=NOW), sync_procedures(by=operator(), at=NOW)) == (1, 0)
    assert Procedure.objects.get(code="oge-ru").title == "ОГЭ, русский язык"
    assert Event.objects.filter(subject_kind="procedures").count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_people_import_the_same_file_at_the_same_moment() -> None:
    okrug = municipality()
    by = actor(Role.MUNICIPAL_COORDINATOR, okrug)
    school("Луговская СОШ", okrug)
    rows = [
        ["Школа", "Процедура", "Год", "Участников", "2", "3", "4", "5"],
        ["Луговская СОШ", "ВПР МА 5", 2026, 20, 4, 8, 6, 2],
        ["Новая СОШ", "ВПР МА 5", 2026, 20, 4, 8, 6, 2],
    ]
    reports: list[Report] = []

    def run() -> None:
        try:
            with transaction.atomic():
                reports.append(apply(workbook(rows), by, new_schools="create", cycle=""))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted((r.counts.new, r.counts.same) for r in reports) == [(0, 2), (2, 0)]
    assert (Fact.objects.count(), Organisation.objects.filter(name="Новая СОШ").count()) == (2, 1)
