"""A table too long for one page is edited some rows at a time; the rest stays as it is stored."""

from collections.abc import Callable

import pytest
from django.test import Client

from catalogues.conftest import CONTENT, EVERY_TYPE
from catalogues.test_workbook import sent
from factories.people import cast, signed_in
from opora.catalogues.inputs import cell_name
from opora.catalogues.kinds import Content
from opora.catalogues.models import Definition, Version

pytestmark = pytest.mark.django_db

type Make = Callable[..., Definition]

LONG: Content = CONTENT | {"rows": [{"code": f"r{row}", "weight": row} for row in range(45)]}
TABLE = EVERY_TYPE.tables[0]


@pytest.fixture
def base(published: Make) -> Definition:
    return published(content=LONG)


@pytest.fixture
def browser(base: Definition) -> Client:
    return signed_in(cast().administrator)


def window(base: Definition, first: int, rows: list[Content], **more: str) -> dict[str, str]:
    """What the page of some rows sends."""
    whole = sent(EVERY_TYPE, CONTENT | {"rows": rows})
    data = {"seen": Version.objects.filter(definition=base).order_by("-number")[0].content_hash}
    data["n.rows"] = str(len(rows))
    for row in range(len(rows)):
        for field in TABLE.fields:
            if (name := cell_name(TABLE, row, field)) in whole:
                data[cell_name(TABLE, first + row, field)] = whole[name]
    return data | more


def codes(base: Definition) -> list[str]:
    return [row["code"] for row in Version.objects.get(definition=base, state="draft").content["rows"]]


def test_the_page_of_everything_leads_to_the_rows_and_leaves_them_alone(
    base: Definition, browser: Client
) -> None:
    address = f"/catalogues/{base.pk}/edit/"
    page = browser.get(address).content.decode()
    assert [f"?rows=rows:{number}" in page for number in (1, 2, 3, 4)] == [True, True, True, False]
    assert ("r20 … r39" in page, "t.rows." in page) == (True, False)
    data = sent(EVERY_TYPE, CONTENT | {"rows": [], "threshold": "0.40"})
    data["seen"] = Version.objects.get(definition=base).content_hash
    assert browser.post(address, data).status_code == 302
    draft = Version.objects.get(definition=base, state="draft")
    assert draft.content == LONG | {"threshold": "0.40", "strict": False}


def test_some_rows_are_changed_among_the_others(base: Definition, browser: Client) -> None:
    address = f"/catalogues/{base.pk}/edit/?rows=rows:2"
    page = browser.get(address).content.decode()
    shown = [row for row in range(45) if f'name="t.rows.{row}.code"' in page]
    assert (shown, 'name="f.threshold"' in page, 'name="source"' in page) == (
        list(range(20, 40)),
        False,
        False,
    )
    # the first row of the page does not go up to where nobody sees it
    assert ("up:rows:20" in page, "up:rows:21" in page) == (False, True)
    rows = [dict(row) for row in LONG["rows"][20:40]]
    rows[3]["weight"] = 777
    answer = browser.post(address, window(base, 20, rows))
    assert (answer.status_code, answer["Location"]) == (302, address)
    draft = Version.objects.get(definition=base, state="draft")
    # a box that is not marked comes back as «no»
    expected = [dict(row) | ({"on": False} if 20 <= at < 40 else {}) for at, row in enumerate(LONG["rows"])]
    expected[23]["weight"] = 777
    assert draft.content == LONG | {"rows": expected}
    assert draft.source == "Письмо, п. 1"


@pytest.mark.parametrize(
    ("do", "rows", "focus"),
    [
        ("add:rows", [*range(20, 40), None], "t.rows.40.code"),
        ("drop:rows:39", [*range(20, 39)], "t.rows.38.code"),
        ("up:rows:21", [21, 20, *range(22, 40)], "t.rows.20.code"),
    ],
)
def test_rows_of_a_window_are_arranged_and_then_kept(
    base: Definition, browser: Client, do: str, rows: list[int | None], focus: str
) -> None:
    address = f"/catalogues/{base.pk}/edit/?rows=rows:2"
    page = browser.post(address, window(base, 20, LONG["rows"][20:40], do=do)).content.decode()
    assert f'name="n.rows" value="{len(rows)}"' in page
    values = [
        page.split(f'name="t.rows.{20 + at}.code"')[0].rsplit('value="', 1)[1] for at in range(len(rows))
    ]
    assert [each.split('"')[0] for each in values] == ["" if row is None else f"r{row}" for row in rows]
    assert f'id="{focus}"' in page
    kept = [{"code": "new", "weight": 1} if row is None else LONG["rows"][row] for row in rows]
    assert browser.post(address, window(base, 20, kept)).status_code == 302
    names = [f"r{row}" for row in range(20)] + ["new" if row is None else f"r{row}" for row in rows]
    assert codes(base) == names + [f"r{row}" for row in range(40, 45)]


def test_a_mistake_is_linked_to_the_page_of_its_row(base: Definition, browser: Client) -> None:
    address = f"/catalogues/{base.pk}/edit/?rows=rows:3"
    rows = [dict(row) for row in LONG["rows"][40:]]
    rows[1]["weight"] = "много"
    answer = browser.post(address, window(base, 40, rows))
    assert answer.status_code == 422
    assert 'href="#t.rows.41.weight"' in answer.content.decode()
    for elsewhere in ("", "?rows=rows:1"):
        page = browser.get(f"/catalogues/{base.pk}/edit/{elsewhere}").content.decode()
        assert 'href="?rows=rows:3#t.rows.41.weight"' in page


def test_a_window_that_is_not_there_is_the_page_of_everything(base: Definition, browser: Client) -> None:
    for asked in ("rows:9", "steps:1", "nothing:1", "rows:", "rows:²"):
        page = browser.get(f"/catalogues/{base.pk}/edit/", {"rows": asked}).content.decode()
        assert 'name="f.threshold"' in page


def test_rows_changed_by_somebody_else_are_not_overwritten(base: Definition, browser: Client) -> None:
    address = f"/catalogues/{base.pk}/edit/?rows=rows:2"
    mine = window(base, 20, LONG["rows"][20:39])
    browser.post(address, window(base, 20, LONG["rows"][21:40]))
    answer = browser.post(address, mine)
    assert (answer.status_code, codes(base)[20]) == (409, "r21")
