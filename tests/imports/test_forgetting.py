"""Files of imports that nobody needs any more are given up; the runs and what was found in them stay."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings

from factories.people import Cast, signed_in
from imports.fake_importer import DOUBTFUL, GOOD, book
from imports.running import start, told
from opora.access.actor import operator
from opora.files.models import StoredFile
from opora.imports import actions
from opora.imports.models import ImportRun
from opora.imports.states import RunState

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("importer")]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: LazySettings) -> Path:
    settings.FILES_ROOT = tmp_path
    return tmp_path


def kept(folder: Path) -> int:
    return sum(1 for each in folder.rglob("*") if each.is_file())


def forget(at: datetime) -> int:
    return actions.forget_files(by=operator("Опора"), at=at)


def test_discarded_and_undecided_files_go_after_a_month_and_applied_ones_stay(
    cast: Cast, now: datetime, folder: Path
) -> None:
    by = cast.municipal_coordinator
    discarded = actions.discard_run(run=start(by, now, GOOD[:1]), by=by, at=now)
    undecided = start(by, now, DOUBTFUL)
    applied = actions.apply_run(run=start(by, now, GOOD[:2]), by=by, at=now)
    before = len(told())
    assert (forget(now + timedelta(days=29)), kept(folder)) == (0, 3)
    later = now + timedelta(days=31)
    assert (forget(later), kept(folder)) == (2, 1)
    assert told()[before:] == [
        "удалила файл отменённой загрузки",
        "отменила загрузку: решения не было слишком долго",
    ]
    undecided.refresh_from_db()
    applied.refresh_from_db()
    assert (undecided.state, applied.state) == (RunState.DISCARDED, RunState.APPLIED)
    assert undecided.report is not None
    removed = StoredFile.objects.filter(removed_at=later).order_by("id")
    assert list(removed.values_list("pk", flat=True)) == [discarded.file_id, undecided.file_id]
    # the second time there is nothing to do, a month later either
    assert [forget(later), forget(later + timedelta(days=60)), len(told())] == [0, 0, before + 2]


def test_bytes_stay_while_another_run_has_the_same(cast: Cast, now: datetime, folder: Path) -> None:
    by = cast.municipal_coordinator
    actions.discard_run(run=start(by, now), by=by, at=now)
    second = start(by, now + timedelta(days=20))
    forget(now + timedelta(days=31))
    assert kept(folder) == 1
    assert actions.apply_run(run=second, by=by, at=now + timedelta(days=31)).state == RunState.APPLIED


def test_a_removed_file_given_again_is_kept_again(cast: Cast, now: datetime, folder: Path) -> None:
    by = cast.municipal_coordinator
    actions.discard_run(run=start(by, now), by=by, at=now)
    forget(now + timedelta(days=31))
    assert kept(folder) == 0
    assert start(by, now + timedelta(days=32)).state == RunState.CHECKED
    assert kept(folder) == 1


def test_an_installation_says_how_long(cast: Cast, now: datetime, settings: LazySettings) -> None:
    settings.IMPORT_FILES_KEPT_DAYS = 3
    by = cast.municipal_coordinator
    actions.discard_run(run=start(by, now), by=by, at=now)
    assert [forget(now + timedelta(days=days)) for days in (2, 4)] == [0, 1]


def test_the_page_says_that_the_file_is_gone(cast: Cast, now: datetime) -> None:
    by = cast.municipal_coordinator
    run = start(by, now, data=book(DOUBTFUL))
    forget(now + timedelta(days=31))
    browser = signed_in(by)
    page = browser.get(f"/imports/{run.pk}/").content.decode()
    assert ("удалён" in page, f"/imports/{run.pk}/file/" in page) == (True, False)
    assert browser.get(f"/imports/{run.pk}/file/").status_code == 409
    assert ImportRun.objects.get(pk=run.pk).file.name == "заметки.xlsx"
