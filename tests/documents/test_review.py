"""From hand to hand: sending, remarks at places, returning, confirming, versions."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from conftest import NOW
from opora.access import Refused, WrongState
from opora.documents.actions.deadlines import set_deadline
from opora.documents.actions.remarks import mend, remark, reply, settle
from opora.documents.actions.shifting import finish_expertise, hand_to_expertise, take_from_expertise
from opora.documents.actions.steps import (
    archive,
    confirm,
    open_version,
    reopen,
    return_to_school,
    send,
)
from opora.documents.actions.versions import keep_version, restore
from opora.documents.actions.writing import delete_row, save_row
from opora.documents.models import Document, Opening
from opora.documents.queries.checking import checked
from opora.documents.queries.definitions import outline_of
from opora.documents.queries.visibility import documents_visible_to, remarks_visible_to
from opora.documents.states import Audience, DocumentState, Outcome, RemarkState
from opora.history.models import Event

from .conftest import Year
from .making import begun, chained, confirmed, kind, marks, row


@pytest.fixture
def written(year: Year) -> Document:
    document = begun(year.own, year.cycle, year.cast.school_coordinator)
    chained(document, year.cast.school_coordinator, year.motivation)
    return document


def _state(document: Document) -> str:
    return Document.objects.get(pk=document.pk).state


def test_an_empty_document_is_not_sent(year: Year) -> None:
    document = begun(year.own, year.cycle, year.cast.school_coordinator)
    with pytest.raises(WrongState, match="ничего не написано"):
        send(document=document, by=year.cast.school_coordinator, at=NOW)


def test_the_second_of_two_sendings_is_told(year: Year, written: Document) -> None:
    send(document=written, by=year.cast.school_coordinator, at=NOW)
    with pytest.raises(WrongState):
        send(document=written, by=year.cast.school_head, at=NOW)
    assert written.versions.count() == 1


def test_a_working_group_writes_but_does_not_send(year: Year, written: Document) -> None:
    with pytest.raises(Refused, match="директор и школьный координатор"):
        send(document=written, by=year.cast.working_group_member, at=NOW)


def test_confirming_needs_the_document_opened(year: Year, written: Document) -> None:
    version = send(document=written, by=year.cast.school_coordinator, at=NOW)
    with pytest.raises(WrongState, match="не открывали"):
        confirm(document=written, marks=marks(written), by=year.cast.curator, at=NOW)
    open_version(version=version, by=year.cast.curator, at=NOW)
    open_version(version=version, by=year.cast.curator, at=NOW + timedelta(hours=1))
    confirm(document=written, marks=marks(written), by=year.cast.curator, at=NOW + timedelta(hours=2))
    assert _state(written) == DocumentState.CONFIRMED
    review = version.reviews.get()
    assert (review.outcome, review.opened_at, len(review.marks)) == (Outcome.CONFIRMED, NOW, 7)


def test_confirming_needs_a_mark_with_a_word_for_each_criterion(year: Year, written: Document) -> None:
    version = send(document=written, by=year.cast.school_coordinator, at=NOW)
    open_version(version=version, by=year.cast.curator, at=NOW)
    given = marks(written)[:-2]
    with pytest.raises(ValidationError) as refused:
        confirm(document=written, marks=given, by=year.cast.curator, at=NOW)
    assert len(refused.value.message_dict) == 2
    assert _state(written) == DocumentState.REVIEW


def test_an_opening_by_somebody_else_does_not_count(year: Year, written: Document) -> None:
    version = send(document=written, by=year.cast.school_coordinator, at=NOW)
    open_version(version=version, by=year.cast.municipal_coordinator, at=NOW)
    with pytest.raises(WrongState, match="не открывали"):
        confirm(document=written, marks=marks(written), by=year.cast.curator, at=NOW)


def test_a_curator_of_another_school_is_refused(year: Year, written: Document) -> None:
    version = send(document=written, by=year.cast.school_coordinator, at=NOW)
    for actor in (year.cast.neighbour_curator, year.cast.school_head, year.cast.methodist):
        open_version(version=version, by=actor, at=NOW)
        with pytest.raises(Refused):
            confirm(document=written, marks=marks(written), by=actor, at=NOW)


def test_returning_needs_a_remark_at_a_place(year: Year, written: Document) -> None:
    send(document=written, by=year.cast.school_coordinator, at=NOW)
    with pytest.raises(WrongState, match="замечанием к месту"):
        return_to_school(document=written, by=year.cast.curator, at=NOW)
    remark(
        document=written, row="m4", field="result", text="Сколько?", seen_by=Audience.HELPERS,
        by=year.cast.curator, at=NOW,
    )  # fmt: skip
    with pytest.raises(WrongState):  # the school would not see why
        return_to_school(document=written, by=year.cast.curator, at=NOW)
    made = remark(document=written, row="m4", field="result", text="Сколько?", by=year.cast.curator, at=NOW)
    assert made.quote == "24 урока с выбором"
    return_to_school(document=written, by=year.cast.curator, at=NOW)
    assert _state(written) == DocumentState.REWORK


def test_a_remark_goes_from_the_curator_to_the_school_and_back(year: Year, written: Document) -> None:
    school, curator = year.cast.school_coordinator, year.cast.curator
    send(document=written, by=school, at=NOW)
    made = remark(document=written, row="g2", text="Где число?", by=curator, at=NOW)
    with pytest.raises(WrongState, match="не у школы"):
        mend(remark=made, by=school, at=NOW)
    return_to_school(document=written, by=curator, at=NOW)
    reply(remark=made, text="Добавили", by=school, at=NOW)
    mend(remark=made, by=school, at=NOW)
    version = send(document=written, by=school, at=NOW)
    open_version(version=version, by=curator, at=NOW)
    with pytest.raises(WrongState, match="Ещё не закрыто замечаний: 1"):
        confirm(document=written, marks=marks(written), by=curator, at=NOW)
    settle(remark=made, target=RemarkState.ACCEPTED, by=curator, at=NOW)
    confirm(document=written, marks=marks(written), by=curator, at=NOW)
    assert [each.text for each in made.replies.all()] == ["Добавили"]
    with pytest.raises(Refused):
        settle(remark=made, target=RemarkState.OPEN, by=school, at=NOW)


def test_the_school_does_not_read_what_helpers_say_among_themselves(year: Year, written: Document) -> None:
    send(document=written, by=year.cast.school_coordinator, at=NOW)
    for seen_by in Audience:
        remark(document=written, row="g2", text=seen_by.value, seen_by=seen_by, by=year.cast.curator, at=NOW)
    seen = {name: remarks_visible_to(actor).count() for name, actor in year.cast.parts().items()}
    assert seen["school_head"] == seen["working_group_member"] == 1
    assert seen["curator"] == seen["municipal_coordinator"] == 2
    assert seen["neighbour_curator"] == seen["expert"] == seen["observer"] == seen["teacher"] == 0
    assert "helpers" not in " ".join(Event.objects.values_list("note", flat=True))


def test_a_replaced_curator_leaves_the_remarks_to_the_next(year: Year, written: Document) -> None:
    send(document=written, by=year.cast.school_coordinator, at=NOW)
    made = remark(document=written, row="g2", text="Где число?", by=year.cast.curator, at=NOW)
    settle(remark=made, target=RemarkState.WITHDRAWN, by=year.cast.municipal_coordinator, at=NOW)
    assert remarks_visible_to(year.cast.municipal_coordinator).get().made_by_name == year.cast.curator.name


def test_a_confirmed_document_is_opened_with_a_word_and_reviewed_again(year: Year, written: Document) -> None:
    done = confirmed(written, year.cast.school_coordinator, year.cast.curator)
    with pytest.raises(WrongState):
        row(done, "goals", year.cast.school_coordinator, text="Тихо дописали")
    with pytest.raises(ValidationError):
        reopen(document=done, words=" ", by=year.cast.curator, at=NOW)
    reopen(document=done, words="Новый учебный план", by=year.cast.curator, at=NOW)
    row(done, "goals", year.cast.school_coordinator, text="Дописали")
    version = send(document=done, by=year.cast.school_coordinator, at=NOW)
    assert version.number == 2
    with pytest.raises(WrongState, match="не открывали"):  # the first version was opened, not this one
        confirm(document=done, marks=marks(done), by=year.cast.curator, at=NOW)


def test_the_way_through_expertise(year: Year, written: Document) -> None:
    operator = year.cast.regional_coordinator
    done = confirmed(written, year.cast.school_coordinator, year.cast.curator)
    hand_to_expertise(documents=[done.pk], by=operator, at=NOW)
    assert _state(done) == DocumentState.EXPERTISE
    take_from_expertise(document=done, words="Ошибка", by=operator, at=NOW)
    hand_to_expertise(documents=[done.pk], by=operator, at=NOW)
    finish_expertise(documents=[done.pk], by=operator, at=NOW)
    assert _state(done) == DocumentState.ASSESSED
    archive(document=done, words="Год прошёл", by=year.cast.school_head, at=NOW)
    begun(year.own, year.cycle, year.cast.school_coordinator)  # there is room for the next one


def test_a_version_is_kept_and_brought_back_row_by_row(year: Year, written: Document) -> None:
    writer = year.cast.school_coordinator
    kept = keep_version(document=written, by=writer, at=NOW)
    assert keep_version(document=written, by=writer, at=NOW).pk == kept.pk
    was = checked(written).programme
    save_row(
        document=written,
        table="measures",
        code="m4",
        values={"title": "Иначе"},
        revision=1,
        by=writer,
        at=NOW,
    )
    delete_row(document=written, table="causes", code="c1", revision=1, by=writer, at=NOW)
    row(written, "goals", writer, text="Лишняя")
    restore(document=written, version=kept, by=writer, at=NOW)
    again = Document.objects.select_related("school__territory", "cycle", "version__definition").get(
        pk=written.pk
    )
    assert checked(again).programme == was
    assert again.versions.first().kept_for == "restore"


def test_after_the_term_and_its_grace_a_draft_is_kept_but_not_taken(year: Year, written: Document) -> None:
    coordinator, school = year.cast.municipal_coordinator, year.cast.school_coordinator
    outline = outline_of(kind("medium-term"))
    day = NOW.date()
    set_deadline(
        cycle=year.cycle, territory=year.place, outline=outline, due=day - timedelta(days=3), grace_days=2,
        by=coordinator, at=NOW,
    )  # fmt: skip
    with pytest.raises(WrongState, match="Черновик цел"):
        send(document=written, by=school, at=NOW)
    set_deadline(
        cycle=year.cycle, territory=year.place, outline=outline, due=day - timedelta(days=3), grace_days=3,
        by=coordinator, at=NOW,
    )  # fmt: skip
    send(document=written, by=school, at=NOW)
    assert "После срока" in Event.objects.filter(verb__startswith="отправил").get().note


def test_who_sees_a_document(year: Year, written: Document) -> None:
    def seen() -> set[str]:
        return {name for name, actor in year.cast.parts().items() if documents_visible_to(actor).exists()}

    draft = seen()
    assert {"school_head", "curator", "methodist", "municipal_coordinator", "regional_coordinator"} <= draft
    assert draft.isdisjoint(
        {"expert", "observer", "teacher", "federal_operator", "neighbour_curator", "stranger"}
    )
    confirmed(written, year.cast.school_coordinator, year.cast.curator)
    assert seen() - draft == {"teacher", "federal_operator"}


def test_nobody_opens_a_version_for_another(year: Year, written: Document) -> None:
    version = send(document=written, by=year.cast.school_coordinator, at=NOW)
    open_version(version=version, by=year.cast.curator, at=NOW)
    open_version(version=version, by=year.cast.curator, at=NOW + timedelta(days=1))
    opening = Opening.objects.get()
    assert (opening.first_at, opening.last_at) == (NOW, NOW + timedelta(days=1))
