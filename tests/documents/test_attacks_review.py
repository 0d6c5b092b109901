"""Attacks on the way of a document: everybody in every state, remarks, deadlines, people who change places."""

from typing import Any

import pytest

from conftest import NOW
from opora.access import Permission, Refused, WrongState
from opora.documents import rules
from opora.documents.actions.remarks import mend, remark, reply, settle
from opora.documents.actions.steps import return_to_school, send
from opora.documents.actions.versions import keep_version
from opora.documents.actions.writing import delete_row
from opora.documents.models import Document, Remark, Reply
from opora.documents.queries.definitions import expert_sheet
from opora.documents.states import Audience, DocumentState, RemarkState
from opora.history.models import Event

from .attacking import browser, page, text_of
from .conftest import Year
from .making import begun, chained

S = DocumentState
WRITABLE = {S.DRAFT, S.REWORK}
SCHOOL = {"school_head", "school_coordinator", "working_group_member"}
SENDERS = SCHOOL - {"working_group_member"}
REVIEWERS = {"curator", "municipal_coordinator", "regional_coordinator", "administrator"}
SENT = {S.REVIEW, S.REWORK, S.CONFIRMED, S.EXPERTISE, S.ASSESSED}
ARCHIVABLE = {S.DRAFT, S.REWORK, S.CONFIRMED, S.ASSESSED}
#: by permission: who, in which states; nobody else, at no other time
MAY: list[tuple[Permission[Any], set[str], set[DocumentState]]] = [
    (rules.WRITE, SCHOOL, WRITABLE),
    (rules.SEND, SENDERS, WRITABLE),
    (rules.RECALL, SENDERS, {S.REVIEW}),
    (rules.COVER, SENDERS, set(S) - {S.ARCHIVED}),
    (rules.REMARK, REVIEWERS, SENT),
    (rules.DECIDE, REVIEWERS, {S.REVIEW}),
    (rules.REOPEN, REVIEWERS, {S.CONFIRMED, S.ASSESSED, S.ARCHIVED}),
    (rules.ARCHIVE, SENDERS | REVIEWERS, ARCHIVABLE),
]


@pytest.fixture
def written(year: Year) -> Document:
    document = begun(year.own, year.cycle, year.cast.school_coordinator)
    chained(document, year.cast.school_coordinator, year.motivation)
    return document


def put_into(document: Document, state: DocumentState) -> Document:
    Document.objects.filter(pk=document.pk).update(state=state)
    return Document.objects.select_related("school__territory", "territory").get(pk=document.pk)


def content_of(document: Document) -> object:
    """Everything that a reader would call the document, but its title page."""
    now = Document.objects.get(pk=document.pk)
    rows = [(r.table, r.code, r.position, r.content, r.revision, r.measure_id) for r in now.rows.all()]
    measures = [(r.measure.title, r.measure.ends, r.measure.result) for r in now.rows.all() if r.measure]
    own = (now.title, now.starts, now.ends, now.file_id, now.form, now.is_incomplete, now.revision, now.kind)
    return own, rows, measures, list(now.versions.values_list("number", "content"))


# Everybody in every state


@pytest.mark.parametrize("state", list(S))
def test_everybody_may_what_the_table_says_and_nothing_else(
    year: Year, written: Document, state: DocumentState
) -> None:
    document = put_into(written, state)
    for permission, who, states in MAY:
        allowed = {name for name, one in year.cast.parts().items() if permission.can(one, document)}
        assert allowed == (who if state in states else set()), permission.code


POSTS: dict[str, dict[str, str]] = {
    "title/": {"title": "Подмена", "starts": "2026-01-01", "ends": "2026-02-01"},
    "rows/goals/": {"text": "Подмена"},
    "rows/goals/g2/": {"text": "Подмена", "revision": "1", "code": "g2"},
    "rows/measures/m4/": {"title": "Подмена", "revision": "1", "code": "m4"},
    "rows/goals/g2/delete/": {"revision": "1"},
    "rows/goals/g2/move/": {"to": "down"},
    "write/passport/": {"text": "Подмена", "next": "1"},
    "write/goals/": {"text": "Подмена"},
    "versions/": {},
    "versions/1/restore/": {},
    "file/": {},
    "tables/1/measures/": {"column0": "title", "apply": "1"},
}


@pytest.mark.parametrize("state", sorted(set(S) - WRITABLE))
def test_a_document_that_left_the_school_is_changed_by_no_address(
    year: Year, written: Document, state: DocumentState
) -> None:
    keep_version(document=written, by=year.cast.school_coordinator, at=NOW)
    before = content_of(put_into(written, state))
    for part in ("school_head", "working_group_member", "curator", "municipal_coordinator", "administrator"):
        theirs = browser(getattr(year.cast, part))
        for rest, said in POSTS.items():
            for headers in ({}, {"HX-Request": "true"}):
                answer = theirs.post(page(written, rest), said, headers=headers)
                assert answer.status_code in {403, 404, 409}, (part, rest)
    assert content_of(written) == before


@pytest.mark.parametrize("state", sorted(WRITABLE))
def test_a_document_that_is_written_is_changed_by_its_school_only(
    year: Year, written: Document, state: DocumentState
) -> None:
    keep_version(document=written, by=year.cast.school_coordinator, at=NOW)
    before = content_of(put_into(written, state))
    others = ("curator", "methodist", "municipal_coordinator", "administrator", "neighbour_school_head")
    for part in (*others, "teacher", "expert", "observer", "stranger"):
        theirs = browser(getattr(year.cast, part))
        for rest, said in POSTS.items():
            assert theirs.post(page(written, rest), said).status_code in {403, 404}, (part, rest)
    assert content_of(written) == before


STEPS: dict[str, tuple[dict[str, str], set[str], set[DocumentState]]] = {
    "send/": ({}, SENDERS, WRITABLE),
    "reopen/": ({"words": "Надо"}, REVIEWERS, {S.CONFIRMED, S.ASSESSED, S.ARCHIVED}),
    "archive/": ({"words": "Надо"}, SENDERS | REVIEWERS, ARCHIVABLE),
    "return/": ({"words": "Надо"}, REVIEWERS, {S.REVIEW}),
    "review/": ({}, REVIEWERS, {S.REVIEW}),
}


@pytest.mark.parametrize("rest", STEPS)
def test_a_step_is_taken_by_those_who_may_in_the_state_for_it(
    year: Year, written: Document, rest: str
) -> None:
    said, who, states = STEPS[rest]
    send(document=written, by=year.cast.school_coordinator, at=NOW)
    browsers = {name: browser(one) for name, one in year.cast.parts().items()}
    for state in S:
        for name, theirs in browsers.items():
            put_into(written, state)
            status = theirs.post(page(written, rest), said).status_code
            if name in who and state in states:
                assert status in {302, 422}, (name, state)
            else:
                assert status in {403, 404, 409}, (name, state)
                assert Document.objects.get(pk=written.pk).state == state


def test_marks_out_of_range_or_without_words_confirm_nothing(year: Year, written: Document) -> None:
    send(document=written, by=year.cast.school_coordinator, at=NOW)
    theirs = browser(year.cast.curator)
    theirs.get(page(written, "review/"))
    codes = [each.code for each in expert_sheet(written.territory_path).criteria]
    for points, words in (("3", "Да"), ("-1", "Да"), ("²", "Да"), ("1.5", "Да"), ("2", " \n"), ("", "Да")):
        said = dict.fromkeys(codes, points) | {f"{code}-words": words for code in codes}
        assert theirs.post(page(written, "review/"), said).status_code == 422
    assert Document.objects.get().state == S.REVIEW


# Remarks


def test_a_remark_of_helpers_is_no_address_for_the_school(year: Year, written: Document) -> None:
    send(document=written, by=year.cast.school_coordinator, at=NOW)
    secret = remark(
        document=written, row="g2", text="ТАЙНА", seen_by=Audience.HELPERS, by=year.cast.curator, at=NOW
    )
    reply(remark=secret, text="ТАЙНЫЙ ОТВЕТ", by=year.cast.municipal_coordinator, at=NOW)
    settle(remark=secret, target=RemarkState.ACCEPTED, by=year.cast.curator, at=NOW)
    settle(remark=secret, target=RemarkState.OPEN, text="СНОВА ТАЙНА", by=year.cast.curator, at=NOW)
    for part in (*SCHOOL, "neighbour_curator", "teacher", "expert", "stranger"):
        theirs = browser(getattr(year.cast, part))
        address = page(written, f"remarks/{secret.pk}/")
        nothing = page(written, "remarks/987654/")
        assert text_of(theirs.get(address)) == text_of(theirs.get(nothing))
        for do in ("reply", "mend", "accepted", "open", "withdrawn", "нечто"):
            assert theirs.post(address, {"do": do, "text": "x"}).status_code == 404
    assert Reply.objects.count() == 2
    head = browser(year.cast.school_head)
    rests = ("", "remarks/", "check/", "versions/", "versions/1/", "programme.json")
    shown = [text_of(head.get(page(written, rest))) for rest in rests]
    shown += [text_of(head.get(address)) for address in (f"/schools/{year.own.pk}/", "/")]
    shown.append(text_of(head.get(f"/documents/schools/{year.own.pk}/")))
    shown.append(" ".join(Event.objects.values_list("note", flat=True)))
    assert "ТАЙН" not in "".join(shown)
    assert text_of(head.get(page(written))).count('class="count"') == 0


def test_a_remark_is_found_under_its_own_document_only(year: Year, written: Document) -> None:
    other = begun(year.neighbour, year.cycle, year.cast.neighbour_school_head)
    chained(other, year.cast.neighbour_school_head)
    for document, by in ((written, year.cast.school_head), (other, year.cast.neighbour_school_head)):
        send(document=document, by=by, at=NOW)
    theirs = remark(document=other, row="g2", text="ЧУЖОЕ", by=year.cast.neighbour_curator, at=NOW)
    for part in ("school_head", "curator", "municipal_coordinator"):
        mine = browser(getattr(year.cast, part))
        for document in (written, other):
            for do in ("", "reply", "mend", "withdrawn"):
                address = page(document, f"remarks/{theirs.pk}/")
                assert (
                    mine.get(address).status_code
                    == mine.post(address, {"do": do, "text": "x"}).status_code
                    == 404
                )
    # who sees both does not find it under the wrong one either
    assert browser(year.cast.administrator).get(page(written, f"remarks/{theirs.pk}/")).status_code == 404
    theirs.refresh_from_db()
    assert theirs.state == RemarkState.OPEN and not Reply.objects.exists()


def test_a_remark_is_moved_by_those_whose_move_it_is(year: Year, written: Document) -> None:
    send(document=written, by=year.cast.school_coordinator, at=NOW)
    made = remark(document=written, row="g2", text="Где число?", by=year.cast.curator, at=NOW)
    for part in (
        *SCHOOL,
        "methodist",
        "authority_head",
        "regional_project_head",
        "neighbour_curator",
        "teacher",
    ):
        for target in (RemarkState.ACCEPTED, RemarkState.WITHDRAWN, RemarkState.OPEN):
            with pytest.raises(Refused):
                settle(remark=made, target=target, by=getattr(year.cast, part), at=NOW)
    for part in ("methodist", "authority_head", "teacher", "expert", "observer", "neighbour_school_head"):
        with pytest.raises(Refused):
            reply(remark=made, text="x", by=getattr(year.cast, part), at=NOW)
    for part in ("curator", "municipal_coordinator", "teacher", "neighbour_school_head"):
        with pytest.raises(Refused):
            mend(remark=made, by=getattr(year.cast, part), at=NOW)
    with pytest.raises(WrongState):
        settle(remark=made, target=RemarkState.MENDED, by=year.cast.curator, at=NOW)
    with pytest.raises(WrongState):
        settle(remark=made, target=RemarkState.OPEN, by=year.cast.curator, at=NOW)


@pytest.mark.parametrize(
    "at",
    ["nonsense", "m4:zzz", "passages.zzz", "programme:measures", "a" * 10_000, "<script>", "//evil", "["],
)
def test_an_odd_place_of_a_remark_breaks_nothing(year: Year, written: Document, at: str) -> None:
    send(document=written, by=year.cast.school_coordinator, at=NOW)
    theirs = browser(year.cast.curator)
    new = page(written, "remarks/new/")
    theirs.get(new, {"at": at})
    answer = theirs.post(f"{new}?at={at}", {"text": "Слова", "seen_by": "school"})
    assert answer.status_code in {302, 400, 404, 422}
    assert answer.status_code != 302 or answer["Location"].startswith(page(written))
    for rest in ("", "remarks/", "review/"):
        assert theirs.get(page(written, rest)).status_code == 200
    for each in Remark.objects.all():
        assert theirs.get(page(written, f"remarks/{each.pk}/")).status_code == 200


@pytest.mark.parametrize(
    ("text", "seen_by"),
    [("", "school"), (" \n ", "school"), ("x", "all"), ("я" * 4001, "school"), ("а\0", "school")],
)
def test_a_remark_for_nobody_or_of_nothing_is_not_written(
    year: Year, written: Document, text: str, seen_by: str
) -> None:
    send(document=written, by=year.cast.school_coordinator, at=NOW)
    answer = browser(year.cast.curator).post(
        page(written, "remarks/new/?at=g2"), {"text": text, "seen_by": seen_by}
    )
    assert answer.status_code == 422 and not Remark.objects.exists()


def test_a_remark_outlives_its_row(year: Year, written: Document) -> None:
    school, curator = year.cast.school_coordinator, year.cast.curator
    send(document=written, by=school, at=NOW)
    made = remark(document=written, row="m4", field="result", text="Сколько?", by=curator, at=NOW)
    return_to_school(document=written, by=curator, at=NOW)
    delete_row(document=written, table="measures", code="m4", revision=1, by=school, at=NOW)
    shown = text_of(browser(curator).get(page(written, f"remarks/{made.pk}/")))
    assert "24 урока с выбором" in shown and "Здесь пусто" in shown
    assert "Сколько?" in text_of(browser(school).get(page(written, "remarks/")))
