"""What somebody gave, handed back: opened only where it can run nothing."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.http import Http404, HttpResponse

from opora.access.actor import operator
from opora.files.actions import remove, store
from opora.files.answers import Way, stored
from opora.files.models import StoredFile
from opora.ui.downloads import KINDS

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
BYTES = "application/octet-stream"


@pytest.fixture(autouse=True)
def _place(settings: Any, tmp_path: Path) -> None:
    settings.FILES_ROOT = str(tmp_path)


def given(content_type: str, name: str = "Приказ № 1") -> StoredFile:
    return store(data=b"1", name=name, content_type=content_type, purpose="test", by=operator(), at=AT)


def told(answer: HttpResponse) -> tuple[str, str]:
    return answer.headers["Content-Disposition"].partition(";")[0], answer.headers["Content-Type"]


@pytest.mark.parametrize(
    ("content_type", "way", "answered"),
    [
        ("image/png", "opened", ("inline", "image/png")),
        ("image/jpeg", "opened", ("inline", "image/jpeg")),
        (KINDS["pdf"], "opened", ("inline", KINDS["pdf"])),
        (KINDS["docx"], "opened", ("attachment", KINDS["docx"])),
        ("text/html", "opened", ("attachment", "text/html")),
        ("image/svg+xml", "opened", ("attachment", "image/svg+xml")),
        (KINDS["pdf"], "saved", ("attachment", KINDS["pdf"])),
        (KINDS["pdf"], "bytes", ("attachment", BYTES)),
    ],
)
def test_the_browser_opens_pictures_and_pdf_alone(
    content_type: str, way: Way, answered: tuple[str, str]
) -> None:
    answer = stored(given(content_type), way=way)

    assert (told(answer), answer.content) == (answered, b"1")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_another_name_hides_its_own() -> None:
    answer = stored(given(BYTES, "Школа № 5.docx"), name="document-3.docx", way="bytes", seconds=5)

    assert answer.headers["Content-Disposition"] == 'attachment; filename="document-3.docx"'
    assert answer.headers["Cache-Control"] == "private, max-age=5"


def test_what_is_not_there_is_not_found(tmp_path: Path) -> None:
    given_up, lost = given("image/png"), given("image/jpeg")
    remove(stored=given_up, at=AT)
    for path in tmp_path.rglob("*"):
        if path.is_file():
            path.unlink()

    for file in (None, given_up, lost):
        with pytest.raises(Http404):
            stored(file)
