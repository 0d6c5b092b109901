from collections.abc import Callable
from datetime import datetime
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from catalogues.conftest import CONTENT, EVERY_TYPE
from catalogues.test_workbook import sent
from factories.people import Cast, cast, signed_in
from opora.access import Actor
from opora.access.actor import operator
from opora.catalogues.actions import copy_for_territory, publish, save_draft, start_draft
from opora.catalogues.kinds import Content
from opora.catalogues.models import Definition, Version
from opora.catalogues.queries import current
from opora.history.models import Event

pytestmark = pytest.mark.django_db

type Make = Callable[..., Definition]


def the_copy(people: Cast, base: Definition, now: datetime, *, threshold: str | None = None) -> Version:
    """The home municipality's copy: a draft, or in force with the threshold given."""
    home, keeper = people.world.municipality, people.municipal_coordinator
    draft = copy_for_territory(
        base=base,
        territory_id=home.pk,
        territory_path=home.path or "",
        territory_name=home.name,
        by=keeper,
        at=now,
    )
    if threshold:
        save_draft(version=draft, content=CONTENT | {"threshold": threshold}, by=keeper, at=now)
        publish(version=draft, by=keeper, at=now)
    return draft


def browsers(people: Cast) -> dict[str, Client]:
    return {part: signed_in(actor) for part, actor in people.parts().items()}


def statuses(browsers: dict[str, Client], address: str) -> dict[str, int]:
    return {part: browser.get(address).status_code for part, browser in browsers.items()}


def filled(pk: int, content: Content, **more: str) -> dict[str, str]:
    """What the editor sends: the fields of the page, and the content it began with."""
    versions = Version.objects.filter(definition_id=pk).exclude(state="superseded").order_by("-number")
    return sent(EVERY_TYPE, content) | {"seen": versions[0].content_hash} | more


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_everybody_appointed_reads_and_few_edit(published: Make, now: datetime) -> None:
    people, base = cast(), published()
    start_draft(definition=base, by=operator(), at=now)
    parts, open_to = set(people.parts()), browsers(people)
    everybody = dict.fromkeys(parts, 200) | {"stranger": 403}
    for address in ("", f"{base.pk}/", f"{base.pk}/versions/1/table/"):
        assert statuses(open_to, f"/catalogues/{address}") == everybody
    keepers = {"administrator", "federal_operator"}
    for address in ("edit", "upload", "publish", "discard"):
        found = statuses(open_to, f"/catalogues/{base.pk}/{address}/")
        assert {part for part, status in found.items() if status == 200} == keepers
        assert {status for part, status in found.items() if part not in keepers} == {403}
    drafts = statuses(open_to, f"/catalogues/{base.pk}/versions/2/")
    assert drafts == dict.fromkeys(parts - keepers, 404) | dict.fromkeys(keepers, 200) | {"stranger": 403}


def test_who_may_make_a_copy(published: Make) -> None:
    people, base = cast(), published()
    found = statuses(browsers(people), f"/catalogues/{base.pk}/copy/")
    coordinators = {
        part for part in found if part.endswith(("municipal_coordinator", "regional_coordinator"))
    }
    assert {part for part, status in found.items() if status == 200} == coordinators | {
        "regional_project_head"
    }
    assert {status for part, status in found.items() if part not in coordinators} == {200, 403}


def test_a_copy_is_seen_where_it_is_in_force(published: Make, now: datetime) -> None:
    people, base = cast(), published()
    draft = the_copy(people, base, now)
    address = f"/catalogues/{draft.definition_id}/"
    see_drafts = {"municipal_coordinator", "regional_coordinator", "regional_project_head", "administrator"}
    open_to = browsers(people)
    found = statuses(open_to, address)
    assert {part for part, status in found.items() if status == 200} == see_drafts
    publish(version=draft, by=people.municipal_coordinator, at=now)
    found = statuses(open_to, address)
    away = {part for part in found if part.startswith(("neighbour", "foreign"))}
    assert {part for part, status in found.items() if status == 404} == away
    assert {part for part, status in found.items() if status == 403} == {"stranger"}
    edits = statuses(open_to, f"{address}edit/")
    assert {part for part, status in edits.items() if status == 200} == see_drafts


def test_a_draft_shows_in_no_list_of_those_who_do_not_edit(published: Make, now: datetime) -> None:
    people, base = cast(), published()
    Definition.objects.filter(pk=the_copy(people, base, now).definition_id).update(title="Тайный черновик")
    start_draft(definition=base, by=operator(), at=now)
    shown = {part: text_of(signed_in(a), "/catalogues/") for part, a in people.parts().items() if a.capacity}
    assert {part for part, page in shown.items() if "Тайный черновик" in page} == {
        "municipal_coordinator",
        "regional_coordinator",
        "regional_project_head",
        "administrator",
    }
    assert "есть черновик" not in shown["teacher"]
    assert "есть черновик" in shown["federal_operator"]


def test_a_wrong_value_is_named_at_its_place_and_nothing_typed_is_lost(published: Make) -> None:
    people, base = cast(), published()
    browser = signed_in(people.administrator)
    typed = CONTENT | {
        "threshold": "1,5",
        "rows": [{"code": "a", "weight": "много"}, {"code": "a", "weight": 2}],
    }
    answer = browser.post(f"/catalogues/{base.pk}/edit/", filled(base.pk, typed))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert '<a href="#f.threshold">Порог</a>: Не больше 1.' in page
    assert '<a href="#t.rows.0.weight">Строки, строка 1, «Вес»</a>: Нужно целое число.' in page
    assert '<a href="#t.rows.1.code">Строки, строка 2, «Код»</a>: «a» уже есть выше. Уберите повтор.' in page
    assert page.count('aria-invalid="true"') == 3
    draft = Version.objects.get(state="draft")
    assert (draft.content["threshold"], draft.content["rows"][0]["weight"]) == ("1.5", "много")
    assert browser.post(f"/catalogues/{base.pk}/publish/", {"seen": draft.content_hash}).status_code == 409
    assert current(EVERY_TYPE.code, "main").content == CONTENT


def test_from_edit_to_force(published: Make) -> None:
    people, base = cast(), published()
    browser = signed_in(people.administrator)
    edited = filled(
        base.pk, CONTENT | {"threshold": "0,35"}, do="publish", origin="ours", note="Опыт двух лет"
    )
    answer = browser.post(f"/catalogues/{base.pk}/edit/", edited)
    assert (answer.status_code, answer["Location"]) == (302, f"/catalogues/{base.pk}/publish/")
    page = text_of(browser, f"/catalogues/{base.pk}/publish/")
    assert "<del>30\N{NO-BREAK SPACE}%</del>" in page
    assert "<ins>35\N{NO-BREAK SPACE}%</ins>" in page
    draft = Version.objects.get(state="draft")
    answer = browser.post(f"/catalogues/{base.pk}/publish/", {"seen": draft.content_hash})
    assert answer["Location"] == f"/catalogues/{base.pk}/"
    assert current(EVERY_TYPE.code, "main").content["threshold"] == "0.35"
    assert [event.verb for event in Event.objects.order_by("id")][1:] == [
        "начал(а) черновик версии 2",
        "сохранил(а) черновик версии 2",
        "опубликовал(а) версию 2",
    ]
    page = text_of(browser, f"/catalogues/{base.pk}/")
    assert "Отличия от версии 1" in page
    assert "Опыт двух лет" in page


def test_official_needs_its_document(published: Make) -> None:
    people, base = cast(), published()
    browser = signed_in(people.administrator)
    browser.post(f"/catalogues/{base.pk}/edit/", filled(base.pk, CONTENT, origin="official", source=" "))
    draft = Version.objects.get(state="draft")
    assert draft.origin == "official"
    answer = browser.post(f"/catalogues/{base.pk}/publish/", {"seen": draft.content_hash})
    assert answer.status_code == 409
    assert "впишите в черновик документ и пункт" in answer.content.decode()


def test_a_second_editor_overwrites_nothing_unseen(published: Make) -> None:
    people, base = cast(), published()
    first, second = signed_in(people.administrator), signed_in(people.federal_operator)
    begun = filled(base.pk, CONTENT | {"threshold": "0.20"})
    assert (
        first.post(
            f"/catalogues/{base.pk}/edit/", filled(base.pk, CONTENT | {"threshold": "0.40"})
        ).status_code
        == 302
    )
    answer = second.post(f"/catalogues/{base.pk}/edit/", begun)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "<del>40\N{NO-BREAK SPACE}%</del>" in page
    assert 'name="f.threshold"' in page
    assert 'value="0.20"' in page
    assert Version.objects.get(state="draft").content["threshold"] == "0.40"
    again = filled(base.pk, CONTENT | {"threshold": "0.20"})
    assert f'name="seen" value="{again["seen"]}"' in page
    assert second.post(f"/catalogues/{base.pk}/edit/", again).status_code == 302
    assert Version.objects.get(state="draft").content["threshold"] == "0.20"


@pytest.mark.parametrize(
    ("do", "codes", "focus"),
    [
        ("add:rows", ["a", "b", ""], "t.rows.2.code"),
        ("drop:rows:0", ["b"], "t.rows.0.code"),
        ("drop:rows:1", ["a"], "t.rows.0.code"),
        ("up:rows:1", ["b", "a"], "t.rows.0.code"),
        ("up:rows:0", ["a", "b"], "t.rows.0.code"),
        ("drop:rows:9", ["a", "b"], "t.rows.0.code"),
        ("add:unknown", ["a", "b"], ""),
    ],
)
def test_rows_are_arranged_by_buttons_and_kept_by_saving(
    published: Make, do: str, codes: list[str], focus: str
) -> None:
    base = published()
    browser = signed_in(cast().administrator)
    answer = browser.post(f"/catalogues/{base.pk}/edit/", filled(base.pk, CONTENT, do=do))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'name="n.rows" value="{len(codes)}"' in page
    shown = [page.split(f'name="t.rows.{row}.code"')[0].rsplit('value="', 1)[1] for row in range(len(codes))]
    assert [each.split('"')[0] for each in shown] == codes
    assert (f'id="{focus}"' in page) is bool(focus)
    assert not Version.objects.filter(state="draft").exists()


def test_the_preview_comes_alone_for_htmx_and_with_the_page_without(published: Make) -> None:
    base = published()
    browser = signed_in(cast().administrator)
    address, data = (
        f"/catalogues/{base.pk}/edit/",
        filled(base.pk, CONTENT | {"threshold": "0.41"}, do="show"),
    )
    alone = browser.post(address, data, headers={"HX-Request": "true"}).content.decode()
    whole = browser.post(address, data).content.decode()
    assert alone.strip().startswith('<section class="card" id="preview"')
    assert "<p>Порог 0.41</p>" in alone
    assert "<p>Порог 0.41</p>" in whole
    assert 'name="f.threshold"' in whole
    wrong = browser.post(address, data | {"f.threshold": "x"}, headers={"HX-Request": "true"})
    assert (wrong.status_code, "Нужно число." in wrong.content.decode()) == (200, True)
    assert not Version.objects.filter(state="draft").exists()


def test_a_downloaded_table_comes_back_into_a_draft(published: Make) -> None:
    people, base = cast(), published()
    browser = signed_in(people.administrator)
    book = openpyxl.load_workbook(BytesIO(browser.get(f"/catalogues/{base.pk}/versions/1/table/").content))
    book["Строки"]["B3"] = 5
    out = BytesIO()
    book.save(out)
    data = {
        "file": SimpleUploadedFile("правка.xlsx", out.getvalue()),
        "seen": filled(base.pk, CONTENT)["seen"],
    }
    answer = browser.post(f"/catalogues/{base.pk}/upload/", data)
    assert (answer.status_code, answer["Location"]) == (302, f"/catalogues/{base.pk}/edit/")
    expected = CONTENT | {"rows": [{"code": "a", "weight": 1}, {"code": "b", "weight": 5}]}
    assert Version.objects.get(state="draft").content == expected


@pytest.mark.parametrize("data", [b"", b"MZ\x90\x00", b"\x00" * 100])
def test_a_file_that_is_no_table_changes_nothing(published: Make, data: bytes) -> None:
    base = published()
    browser = signed_in(cast().administrator)
    upload = {"file": SimpleUploadedFile("x.xlsx", data), "seen": "x"}
    assert browser.post(f"/catalogues/{base.pk}/upload/", upload).status_code == 422
    assert not Version.objects.filter(state="draft").exists()


def test_a_coordinator_makes_a_copy_of_their_own_territory_only(published: Make) -> None:
    people, base = cast(), published()
    browser, home = signed_in(people.municipal_coordinator), people.world.municipality
    address = f"/catalogues/{base.pk}/copy/"
    foreign = browser.post(address, {"territory": people.world.foreign_municipality.pk})
    assert (foreign.status_code, Definition.objects.count()) == (422, 1)
    assert browser.post(address, {"territory": home.pk}).status_code == 302
    made = Definition.objects.get(territory_path=home.path)
    assert (made.territory_name, made.versions.get().origin) == (home.name, "region")
    assert browser.get(address).status_code == 409
    assert browser.post(f"/catalogues/{made.pk}/discard/")["Location"] == "/catalogues/"
    assert not Definition.objects.filter(pk=made.pk).exists()


def test_a_copy_says_how_it_differs_from_the_base(published: Make, now: datetime) -> None:
    people, base = cast(), published()
    copy = the_copy(people, base, now, threshold="0.25")
    page = text_of(signed_in(people.teacher), f"/catalogues/{copy.definition_id}/")
    assert "Отличия от исходной редакции, версия 1" in page
    assert "<ins>25\N{NO-BREAK SPACE}%</ins>" in page


def asked(actor: Actor, address: str, count: DjangoAssertNumQueries, number: int) -> None:
    browser = signed_in(actor)
    browser.get(address)
    with count(number):
        assert browser.get(address).status_code == 200


@pytest.mark.parametrize("items", [1, 3])
def test_the_list_asks_as_much_for_three_as_for_one(
    published: Make, items: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    people = cast()
    for number in range(items):
        published(f"rule{number}")
    # session, person, capacities; definitions, versions
    asked(people.administrator, "/catalogues/", django_assert_num_queries, 5)
    # and where the school lies
    asked(people.teacher, "/catalogues/", django_assert_num_queries, 6)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_version_and_its_editor_ask_as_much_for_three_rows_as_for_one(
    published: Make, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    people = cast()
    content = CONTENT | {"rows": [{"code": f"r{row}", "weight": row} for row in range(rows)]}
    base = published(content=content)
    # session, person, capacities; definition, versions; history
    asked(people.administrator, f"/catalogues/{base.pk}/", django_assert_num_queries, 6)
    asked(people.administrator, f"/catalogues/{base.pk}/edit/", django_assert_num_queries, 5)
