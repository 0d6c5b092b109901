"""Attacks through addresses, forms and files: nothing acts, nothing leaks, nothing breaks, words say what to do."""

from io import BytesIO

import pytest
from django.test import Client
from docx import Document as Word
from pypdf import PdfReader

from conftest import NOW
from opora.documents.actions.heading import rename, say_incomplete
from opora.documents.actions.remarks import remark, reply
from opora.documents.actions.steps import archive, return_to_school, send
from opora.documents.actions.versions import keep_version
from opora.documents.actions.writing import save_row
from opora.documents.models import Document, Row

from .attacking import ODD, SCRIPT, browser, page, table, text_of, upload
from .conftest import Year
from .making import begun, chained, confirmed, direction


@pytest.fixture
def written(year: Year) -> Document:
    document = begun(year.own, year.cycle, year.cast.school_coordinator)
    chained(document, year.cast.school_coordinator, year.motivation)
    return document


# Addresses


@pytest.mark.parametrize(
    ("rest", "status"),
    [
        ("write/nowhere/", 404),
        ("write/%00/", 404),
        ("rows/goals/%2e%2e%2f%2e%2e/", 404),
        ("rows/goals/g2%00/", 404),
        ("rows/goals/цель/", 404),
        ("rows/directions/", 404),
        ("rows/nothing/g2/", 404),
        ("rows/tasks/g2/", 404),
        ("rows/tasks/g2/delete/", 404),
        ("rows/goals/" + "g" * 3000 + "/", 404),
        ("versions/7/", 404),
        ("versions/" + "9" * 40 + "/", 404),
        ("versions/" + "9" * 5000 + "/", 404),
        ("versions/1/?to=x", 200),
        ("versions/1/?to=-1", 200),
        ("versions/1/?to=0", 404),
        ("versions/1/?to=" + "9" * 40, 404),
        ("versions/1/?to=%00", 400),
        ("remarks/" + "9" * 40 + "/", 404),
        ("tables/", 404),
        ("tables/1/measures/", 404),
        ("attached/", 404),
        ("programme.exe", 404),
    ],
)
def test_an_odd_address_is_answered_in_words(year: Year, written: Document, rest: str, status: int) -> None:
    keep_version(document=written, by=year.cast.school_coordinator, at=NOW)
    answer = browser(year.cast.school_coordinator).get(page(written, rest))
    assert answer.status_code == status
    assert 'lang="ru"' in text_of(answer)


@pytest.mark.parametrize(
    "address",
    [
        "/documents/99999999999999999999999999/",
        "/documents/schools/99999999999999999999999999/",
        "/documents/schools/{school}/new/99999999999999999999999999/",
        "/documents/schools/{school}/?cycle=" + "я" * 2000,
        "/documents/schools/{neighbour}/",
        "/documents/schools/{neighbour}/new/{version}/",
        "/documents/territory/{version}/",
        "/documents/deadlines/",
    ],
)
def test_what_is_not_there_or_not_ones_own_is_not_found(year: Year, address: str) -> None:
    filled = address.format(school=year.own.pk, neighbour=year.neighbour.pk, version=year.medium.pk)
    assert browser(year.cast.school_coordinator).get(filled).status_code == 404


@pytest.mark.parametrize("revision", ["", "0", "2", "-1", "9" * 30])
def test_a_revision_that_was_not_seen_changes_nothing(year: Year, written: Document, revision: str) -> None:
    mine = browser(year.cast.school_coordinator)
    saved = mine.post(page(written, "rows/goals/g2/"), {"text": "Мимо", "revision": revision, "code": "g2"})
    gone = mine.post(page(written, "rows/goals/g2/delete/"), {"revision": revision})
    assert (saved.status_code, gone.status_code) == (422, 409)
    assert "Уменьшить долю" in written.rows.get(code="g2").content["text"]


def test_rows_are_found_in_their_own_document_and_table_only(year: Year, written: Document) -> None:
    other = begun(year.neighbour, year.cycle, year.cast.neighbour_school_head)
    chained(other, year.cast.neighbour_school_head)
    theirs = save_row(
        document=other, table="goals", values={"text": "Чужая"}, by=year.cast.neighbour_school_head, at=NOW
    )
    mine = browser(year.cast.school_coordinator)
    said = {"text": "Моя", "code": theirs.code, "revision": "1"}
    assert mine.post(page(written, "rows/goals/"), said).status_code == 422
    assert mine.post(page(other, "rows/goals/"), said).status_code == 404
    assert mine.post(page(written, f"rows/goals/{theirs.code}/move/"), {"to": "up"}).status_code == 409
    assert mine.post(page(written, "rows/tasks/g2/move/"), {"to": "up"}).status_code == 409
    assert mine.post(page(written, "rows/directions/d1/move/"), {"to": "up"}).status_code == 409
    assert mine.post(page(written, "rows/tasks/g2/"), {"text": "x", "revision": "1"}).status_code == 422
    assert other.rows.get(code=theirs.code).content == {"text": "Чужая"}


def test_versions_of_another_document_are_not_its_own(year: Year, written: Document) -> None:
    other = begun(year.neighbour, year.cycle, year.cast.neighbour_school_head)
    save_row(
        document=other, table="goals", values={"text": "ЧУЖОЕ"}, by=year.cast.neighbour_school_head, at=NOW
    )
    keep_version(document=other, by=year.cast.neighbour_school_head, at=NOW)
    mine = browser(year.cast.school_coordinator)
    for document in (written, other):
        for rest in ("versions/1/", "versions/1/restore/"):
            assert mine.get(page(document, rest)).status_code == 404
            assert mine.post(page(document, rest)).status_code in {404, 405}


def test_a_link_to_anothers_direction_is_no_choice(year: Year, written: Document) -> None:
    foreign = direction(year.neighbour, year.cycle, "R01", "Чужое")
    answer = browser(year.cast.school_coordinator).post(
        page(written, "rows/causes/"), {"text": "Причина", "direction": f"d{foreign.pk}"}
    )
    assert answer.status_code == 422


def test_more_rows_than_a_programme_has_are_refused(year: Year, written: Document) -> None:
    Row.objects.bulk_create(
        Row(
            document=written, table="results", code=f"r{number}", position=number, revision=1,
            content={"text": "и"}, changed_at=NOW, changed_by_name="",
        )
        for number in range(100, 2094)
    )  # fmt: skip
    mine = browser(year.cast.school_coordinator)
    refused = mine.post(page(written, "rows/goals/"), {"text": "Ещё"})
    assert refused.status_code == 409 and "2000 строк" in text_of(refused)
    assert mine.get(page(written)).status_code == 200


# Who gets what out


@pytest.mark.parametrize(
    "part", ["teacher", "expert", "observer", "federal_operator", "neighbour_school_head", "stranger"]
)
def test_nothing_of_a_draft_comes_out_to_those_who_may_not(year: Year, written: Document, part: str) -> None:
    browser(year.cast.school_coordinator).post(page(written, "file/"), upload(table(("Мера", "Срок"))))
    keep_version(document=written, by=year.cast.school_coordinator, at=NOW)
    theirs = browser(getattr(year.cast, part))
    rests = ["", "check/", "programme.json", "programme.docx", "programme.pdf", "attached/", "remarks/"]
    rests += ["versions/", "versions/1/", "review/", "cover/", "title/", "write/passport/", "rows/goals/g2/"]
    for rest in rests:
        answer = theirs.get(page(written, rest))
        assert answer.status_code == 404, rest
        assert "Уменьшить долю" not in text_of(answer)
        assert Client().get(page(written, rest)).status_code == 302


def test_readers_of_the_confirmed_do_not_read_how_it_came_to_be(year: Year, written: Document) -> None:
    writer = year.cast.school_coordinator
    save_row(
        document=written, table="goals", code="g2", values={"text": "ЧЕРНОВОЕ"}, revision=1, by=writer, at=NOW
    )
    keep_version(document=written, by=writer, at=NOW)
    save_row(
        document=written, table="goals", code="g2", values={"text": "Чисто"}, revision=2, by=writer, at=NOW
    )
    confirmed(written, writer, year.cast.curator)
    for reader in (year.cast.teacher, year.cast.federal_operator):
        for rest in ("", "versions/", "versions/1/", "versions/1/?to=2", "remarks/", "programme.json"):
            assert "ЧЕРНОВОЕ" not in text_of(browser(reader).get(page(written, rest))), rest


# Content


def test_scripts_stay_words_wherever_they_were_stored(year: Year, written: Document) -> None:
    writer, curator = year.cast.school_coordinator, year.cast.curator
    mine, theirs = browser(writer), browser(curator)
    mine.post(page(written, "title/"), {"title": SCRIPT})
    mine.post(page(written, "cover/"), dict.fromkeys(("post", "name", "town", "body", "curator"), SCRIPT))
    say_incomplete(document=written, note=SCRIPT, by=writer, at=NOW)
    mine.post(page(written, "file/"), upload(table((SCRIPT, SCRIPT), (SCRIPT, SCRIPT)), f"{SCRIPT}.docx"))
    mine.post(page(written, "rows/passages/passport/"), {"text": SCRIPT})
    mine.post(page(written, "rows/causes/"), {"text": SCRIPT})
    keep_version(document=written, by=writer, at=NOW)
    pages = ["", "title/", "cover/", "tables/", "tables/1/measures/", "write/passport/", "write/causes/"]
    pages += ["rows/causes/c7/", "rows/causes/c7/delete/", "versions/", "versions/1/", "versions/1/restore/"]
    pages += ["check/", "send/", "archive/", "remarks/"]
    shown = [mine.get(page(written, rest)) for rest in pages]
    stale = {"text": f"{SCRIPT} иначе", "revision": "0", "code": "c7"}
    shown += [
        mine.post(page(written, "rows/causes/c7/"), stale, headers=hx) for hx in ({}, {"HX-Request": "true"})
    ]
    shown.append(mine.get(f"/documents/schools/{year.own.pk}/"))
    send(document=written, by=writer, at=NOW)
    said = remark(document=written, row="c7", text=SCRIPT, by=curator, at=NOW)
    reply(remark=said, text=SCRIPT, by=writer, at=NOW)
    shown += [theirs.get(page(written, rest)) for rest in ("review/", "return/", f"remarks/{said.pk}/")]
    shown.append(theirs.get(page(written, f"remarks/new/?at={SCRIPT}")))
    return_to_school(document=written, words=SCRIPT, by=curator, at=NOW)
    archive(document=written, words=SCRIPT, by=writer, at=NOW)
    shown += [theirs.get(page(written, rest)) for rest in ("", "reopen/", "remarks/", f"remarks/{said.pk}/")]
    shown += [
        browser(year.cast.municipal_coordinator).get("/documents/?state=archived"),
        theirs.get(f"/schools/{year.own.pk}/"),
    ]
    for answer in shown:
        text = text_of(answer)
        assert answer.status_code in {200, 422}, answer.request["PATH_INFO"]
        assert "<script>alert" not in text and "<img src=x" not in text, answer.request["PATH_INFO"]


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_odd_text_goes_through_pages_and_prints(year: Year, written: Document, text: str) -> None:
    mine = browser(year.cast.school_coordinator)
    short = text[:200]
    posts = {
        "title/": {"title": short},
        "cover/": dict.fromkeys(("post", "post_genitive", "name", "body", "town", "kind_dative"), short),
        "rows/passages/passport/": {"text": text},
        "rows/causes/": {"text": text},
        "rows/goals/": {"text": text},
        "rows/tasks/": {"text": text, "goal": "g2"},
        "rows/measures/": {"title": text, "when": short, "named": short, "result": text, "resources": text},
        "rows/indicators/": {"title": short, "unit": short[:60], "target": short[:60], "method": text},
        "rows/results/": {"text": text},
    }
    for rest, said in posts.items():
        assert mine.post(page(written, rest), said).status_code == 302, rest
    for rest in ("", "check/", "write/measures/", "programme.json", "versions/"):
        assert mine.get(page(written, rest)).status_code == 200, rest
    made = Word(BytesIO(mine.get(page(written, "programme.docx")).content))
    assert len(made.tables) > 3 and "instrText>DDE" not in made.element.xml
    printed = PdfReader(BytesIO(mine.get(page(written, "programme.pdf")).content))
    assert len(printed.pages) > 2
    if text.startswith("#let"):
        assert "#let" in printed.pages[1].extract_text()
    assert mine.post(page(written, "send/")).status_code == 302


@pytest.mark.parametrize(
    ("rest", "name"),
    [
        ("title/", "title"), ("cover/", "town"), ("rows/goals/", "text"), ("rows/measures/", "result"),
        ("rows/indicators/", "unit"), ("rows/passages/passport/", "text"),
    ],
)  # fmt: skip
def test_a_zero_byte_is_refused_beside_its_field(year: Year, written: Document, rest: str, name: str) -> None:
    answer = browser(year.cast.school_coordinator).post(page(written, rest), {"title": "И", name: "а\0б"})
    assert answer.status_code == 422


def test_a_text_too_long_is_refused_and_given_back(year: Year, written: Document) -> None:
    text = "я" * 20_001
    answer = browser(year.cast.school_coordinator).post(page(written, "rows/goals/"), {"text": text})
    assert answer.status_code == 422 and text in text_of(answer)


def test_a_body_too_large_is_told(year: Year, written: Document) -> None:
    answer = browser(year.cast.school_coordinator).post(
        page(written, "rows/goals/"), {"text": "a" * (11 * 2**20)}
    )
    assert answer.status_code == 400 and 'lang="ru"' in text_of(answer)


def test_a_name_of_a_file_splits_no_header(year: Year, written: Document) -> None:
    rename(document=written, title='a\r\nSet-Cookie: x=1\r\n"; filename=b.exe', starts=None, ends=None,
           by=year.cast.school_coordinator, at=NOW)  # fmt: skip
    answer = browser(year.cast.school_coordinator).get(page(written, "programme.docx"))
    assert "\n" not in answer["Content-Disposition"] and "x" not in answer.cookies
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''a%0D%0A")


# Saving on the way


def test_what_is_typed_needs_the_token_of_the_page(year: Year, written: Document) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = browser(year.cast.school_coordinator).cookies
    said = {"text": "Подделка", "revision": "1", "code": "g2"}
    for headers in ({}, {"HX-Request": "true"}):
        answer = strict.post(page(written, "rows/goals/g2/"), said, headers=headers)
        assert answer.status_code == 403
    assert written.rows.get(code="g2").revision == 1


def test_typing_by_somebody_else_or_too_late_changes_nothing(year: Year, written: Document) -> None:
    said, typed = {"text": "Чужое", "revision": "1", "code": "g2"}, {"HX-Request": "true"}
    address = page(written, "rows/goals/g2/")
    assert browser(year.cast.curator).post(address, said, headers=typed).status_code == 403
    assert browser(year.cast.neighbour_school_head).post(address, said, headers=typed).status_code == 404
    send(document=written, by=year.cast.school_head, at=NOW)
    late = browser(year.cast.school_coordinator).post(address, said, headers=typed)
    assert late.status_code in {200, 409} and "не у школы" in text_of(late)
    assert written.rows.get(code="g2").revision == 1


def test_typing_too_much_says_so_in_the_line(year: Year, written: Document) -> None:
    answer = browser(year.cast.school_coordinator).post(
        page(written, "rows/goals/"), {"text": "я" * 20_001}, headers={"HX-Request": "true"}
    )
    assert 'id="saved"' in text_of(answer) and "20000" in text_of(answer)
