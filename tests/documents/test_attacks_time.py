"""Attacks by time: ended appointments, the last day, deadlines, what is done after a document was confirmed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from conftest import NOW
from factories.people import actor, appointment
from opora.access import Actor, Role, WrongState
from opora.appointments.models import Appointment
from opora.appointments.session import SESSION_KEY, actor_for
from opora.documents.actions.deadlines import set_deadline
from opora.documents.actions.remarks import remark, settle
from opora.documents.actions.steps import confirm, open_version, send
from opora.documents.models import Document
from opora.documents.queries.definitions import outline_of
from opora.documents.queries.visibility import remarks_visible_to
from opora.documents.states import DocumentState, RemarkState
from opora.history.models import Event
from opora.people.models import Person

from .attacking import browser, page, text_of
from .conftest import Year
from .making import begun, chained, confirmed, kind, marks, row

S = DocumentState


@pytest.fixture
def written(year: Year) -> Document:
    document = begun(year.own, year.cycle, year.cast.school_coordinator)
    chained(document, year.cast.school_coordinator, year.motivation)
    return document


# People who change places


def _end(actor: Actor, day: date) -> None:
    Appointment.objects.filter(person=actor.person_id).update(until=day)


def test_a_curator_whose_appointment_ended_finds_nothing(year: Year, written: Document) -> None:
    send(document=written, by=year.cast.school_coordinator, at=NOW)
    theirs = browser(year.cast.curator)
    assert theirs.get(page(written, "review/")).status_code == 200
    made = remark(document=written, row="g2", text="Слабо", by=year.cast.curator, at=NOW)
    _end(year.cast.curator, timezone.localdate() - timedelta(days=1))
    for rest in ("", "review/", "return/", "remarks/", f"remarks/{made.pk}/", "programme.json", "attached/"):
        assert theirs.get(page(written, rest)).status_code == 404, rest
        assert theirs.post(page(written, rest), {"words": "x", "do": "withdrawn"}).status_code in {404, 405}
    made.refresh_from_db()
    assert made.state == RemarkState.OPEN and Document.objects.get().state == S.REVIEW


def test_the_last_day_of_a_curator_is_a_day_of_work(year: Year, written: Document) -> None:
    send(document=written, by=year.cast.school_coordinator, at=NOW)
    _end(year.cast.curator, timezone.localdate())
    assert browser(year.cast.curator).get(page(written, "review/")).status_code == 200


def test_a_new_curator_reads_before_confirming(year: Year, written: Document) -> None:
    version = send(document=written, by=year.cast.school_coordinator, at=NOW)
    open_version(version=version, by=year.cast.curator, at=NOW)
    made = remark(document=written, row="g2", text="Слабо", by=year.cast.curator, at=NOW)
    new = actor(Role.CURATOR, year.own, surname="Новая")
    with pytest.raises(WrongState, match="не открывали"):
        confirm(document=written, marks=marks(written), by=new, at=NOW)
    open_version(version=version, by=new, at=NOW)
    with pytest.raises(WrongState, match="Ещё не закрыто"):
        confirm(document=written, marks=marks(written), by=new, at=NOW)
    settle(remark=made, target=RemarkState.ACCEPTED, by=new, at=NOW)
    confirm(document=written, marks=marks(written), by=new, at=NOW)
    assert Document.objects.get().state == S.CONFIRMED


def test_a_person_acts_in_one_capacity_at_a_time(year: Year, written: Document) -> None:
    """A curator of this school who teaches at it: in each role what that role may."""
    person = Person.objects.get(pk=year.cast.curator.person_id)
    teaching = appointment(person, Role.TEACHER, year.own)
    expert = appointment(person, Role.EXPERT, year.own.territory)
    send(document=written, by=year.cast.school_coordinator, at=NOW)
    remark(document=written, row="g2", text="Слабо", by=year.cast.curator, at=NOW)
    theirs = browser(year.cast.curator)

    def choose(chosen: int) -> Actor:
        session = theirs.session
        session[SESSION_KEY] = chosen
        session.save()
        return actor_for(person, on=timezone.localdate(), chosen=chosen)

    for second in (teaching, expert):
        acting = choose(second.pk)
        for rest in ("", "review/", "remarks/", "versions/", "programme.pdf"):
            assert theirs.get(page(written, rest)).status_code == 404, (second.role, rest)
        assert not remarks_visible_to(acting).exists()
    assert year.cast.curator.capacity is not None
    choose(year.cast.curator.capacity.appointment_id)
    assert theirs.get(page(written, "review/")).status_code == 200


# Deadlines


@pytest.mark.parametrize(
    ("at", "is_taken"),
    [
        (datetime(2026, 10, 5, 20, 59, 59, tzinfo=UTC), True),  # 23:59:59 in Moscow, the last day of grace
        (datetime(2026, 10, 5, 21, 0, 0, tzinfo=UTC), False),  # midnight there, still the fifth in UTC
        (datetime(2026, 10, 2, 21, 0, 0, tzinfo=UTC), True),  # the first day of grace
    ],
)
def test_a_day_ends_at_midnight_of_the_school(
    year: Year, written: Document, at: datetime, is_taken: bool
) -> None:
    set_deadline(
        cycle=year.cycle, territory=year.place, outline=outline_of(kind("medium-term")), due=date(2026, 10, 2),
        grace_days=3, by=year.cast.municipal_coordinator, at=NOW,
    )  # fmt: skip
    if is_taken:
        send(document=written, by=year.cast.school_coordinator, at=at)
        assert (
            Event.objects.filter(verb__startswith="отправил").get().note
            == "После срока: ждали до 02.10.2026."
        )
        assert Document.objects.get().state_since == timezone.localdate(at)
    else:
        with pytest.raises(WrongState, match=r"принимали до 05\.10\.2026.*Черновик цел"):
            send(document=written, by=year.cast.school_coordinator, at=at)
        assert Document.objects.get().state == S.DRAFT and not written.versions.exists()


def test_after_the_deadline_a_draft_is_still_written(year: Year, written: Document) -> None:
    set_deadline(
        cycle=year.cycle, territory=year.place, outline=outline_of(kind("medium-term")), due=date(2020, 1, 1),
        by=year.cast.municipal_coordinator, at=NOW,
    )  # fmt: skip
    mine = browser(year.cast.school_coordinator)
    assert mine.post(page(written, "rows/goals/"), {"text": "Ещё"}).status_code == 302
    refused = mine.post(page(written, "send/"))
    assert refused.status_code == 409 and "попросите координатора" in text_of(refused)


@pytest.mark.parametrize("grace", ["-1", "61", "9" * 30, "1.5", "x"])
def test_odd_days_of_grace_are_refused(year: Year, written: Document, grace: str) -> None:
    said = {"medium-term": "2027-01-20", "medium-term-grace": grace}
    assert browser(year.cast.municipal_coordinator).post("/documents/deadlines/", said).status_code == 422


def test_a_deadline_holds_where_its_coordinator_is(year: Year, written: Document) -> None:
    said = {"medium-term": "2020-01-20", "medium-term-grace": "0"}
    browser(year.cast.neighbour_municipal_coordinator).post("/documents/deadlines/", said)
    browser(year.cast.foreign_regional_coordinator).post("/documents/deadlines/", said)
    for part in ("school_head", "curator", "methodist", "expert", "observer"):
        assert browser(getattr(year.cast, part)).post("/documents/deadlines/", said).status_code in {403, 404}
    send(document=written, by=year.cast.school_coordinator, at=NOW)


def test_a_confirmed_document_keeps_its_version_whatever_is_done_afterwards(
    year: Year, written: Document
) -> None:
    done = confirmed(written, year.cast.school_coordinator, year.cast.curator)
    before = done.versions.get().content
    browser(year.cast.curator).post(page(done, "reopen/"), {"words": "Новый план"})
    row(done, "goals", year.cast.school_coordinator, text="Дописали")
    browser(year.cast.school_head).post(page(done, "cover/"), {"town": "Иначе"})
    assert done.versions.get(number=1).content == before
