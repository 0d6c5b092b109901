"""Two people at the same moment: one of them wins, the other is told in words, nothing is lost or doubled."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from attachments.making import p, word
from conftest import NOW
from factories.people import cast
from opora.access import Conflict, WrongState
from opora.documents.actions.attaching import attach
from opora.documents.actions.beginning import begin
from opora.documents.actions.deadlines import set_deadline
from opora.documents.actions.filling import fill
from opora.documents.actions.heading import rename
from opora.documents.actions.locking import locked
from opora.documents.actions.remarks import mend, remark, settle
from opora.documents.actions.steps import archive, confirm, open_version, reopen, return_to_school, send
from opora.documents.actions.versions import keep_version, restore
from opora.documents.actions.writing import delete_row, move_row, save_row
from opora.documents.exchange import parse
from opora.documents.models import Deadline, Document, Opening, Review
from opora.documents.queries.definitions import outline_of
from opora.documents.states import DocumentState, RemarkState
from opora.files.actions import read
from opora.history.models import Event
from opora.measures.models import Measure

from .making import begun, definitions, kind, marks
from .racing import Place, content_of, race, repeat, state_of, winners

pytestmark = pytest.mark.django_db(transaction=True)

type Act = Callable[[], object]


@pytest.fixture
def place() -> Place:
    people = cast()
    people.parts()  # they are made when first asked for: not while a race is on
    definitions()
    return Place(people)


def test_two_sendings_make_one_version(place: Place) -> None:
    def once() -> None:
        document = place.document()
        people = (place.cast.school_coordinator, place.cast.school_head)
        came = race(*(lambda by=by: send(document=document, by=by, at=NOW) for by in people))
        assert winners(came) == 1 and document.versions.count() == 1
        assert Event.objects.filter(verb__startswith="отправил", subject_id=document.pk).count() == 1

    repeat(once)


def test_what_is_written_while_it_is_sent_is_in_the_version_or_refused(place: Place) -> None:
    def once() -> None:
        document = place.document()
        by = place.cast.working_group_member
        came = race(
            lambda: send(document=document, by=place.cast.school_head, at=NOW),
            lambda: save_row(
                document=document,
                table="goals",
                code="g2",
                values={"text": "Иначе"},
                revision=1,
                by=by,
                at=NOW,
            ),
            lambda: save_row(document=document, table="measures", values={"title": "Ещё"}, by=by, at=NOW),
            lambda: delete_row(document=document, table="causes", code="c1", revision=1, by=by, at=NOW),
            lambda: rename(document=document, title="Иначе", starts=None, ends=None, by=by, at=NOW),
        )
        assert not isinstance(came[0], Exception)
        assert document.versions.get().content == content_of(document)
        assert Measure.objects.filter(row=None).count() == 0

    repeat(once)


def test_confirming_against_returning(place: Place) -> None:
    def once() -> None:
        document = place.opened()
        by = place.cast.curator
        said = remark(document=document, row="g2", text="Слабо", by=by, at=NOW)
        settle(remark=said, target=RemarkState.ACCEPTED, by=by, at=NOW)
        again = remark(document=document, row="t3", text="Слабо", by=by, at=NOW)
        settle(remark=again, target=RemarkState.WITHDRAWN, by=by, at=NOW)
        came = race(
            lambda: confirm(document=document, marks=marks(document), by=by, at=NOW),
            lambda: confirm(
                document=document, marks=marks(document), by=place.cast.municipal_coordinator, at=NOW
            ),
            lambda: return_to_school(document=document, by=by, at=NOW),
        )
        assert winners(came) == 1
        assert state_of(document) == DocumentState.CONFIRMED
        assert Review.objects.filter(version__document=document).count() == 1

    repeat(once)


def test_a_new_remark_against_confirming_and_returning(place: Place) -> None:
    def once() -> None:
        document = place.opened()
        by, other = place.cast.curator, place.cast.municipal_coordinator
        came = race(
            lambda: confirm(document=document, marks=marks(document), by=by, at=NOW),
            lambda: remark(document=document, row="g2", text="Постойте", by=other, at=NOW),
            lambda: return_to_school(document=document, words="Доработайте", by=other, at=NOW),
        )
        assert not isinstance(came[1], Exception) and document.remarks.count() == 1
        review = Review.objects.filter(version__document=document).first()
        expected = {"confirmed": DocumentState.CONFIRMED, "returned": DocumentState.REWORK}
        assert state_of(document) == (expected[review.outcome] if review else DocumentState.REVIEW)
        assert Review.objects.filter(version__document=document).count() <= 1

    repeat(once)


def test_a_remark_is_mended_and_taken_back_once(place: Place) -> None:
    def once() -> None:
        document = place.opened()
        by = place.cast.curator
        said = remark(document=document, row="g2", text="Слабо", by=by, at=NOW)
        return_to_school(document=document, by=by, at=NOW)
        race(
            lambda: mend(remark=said, text="Исправили", by=place.cast.school_head, at=NOW),
            lambda: settle(remark=said, target=RemarkState.WITHDRAWN, by=by, at=NOW),
            lambda: settle(
                remark=said, target=RemarkState.ACCEPTED, by=place.cast.municipal_coordinator, at=NOW
            ),
            lambda: send(document=document, by=place.cast.school_coordinator, at=NOW),
        )
        said.refresh_from_db()
        assert said.state in {RemarkState.WITHDRAWN, RemarkState.ACCEPTED} and said.settled_by_name
        assert state_of(document) == DocumentState.REVIEW

    repeat(once)


def test_two_beginnings_make_one_document(place: Place) -> None:
    world = place.cast.world

    def once() -> None:
        Document.objects.update(state=DocumentState.ARCHIVED)
        before = Document.objects.count()
        people = (place.cast.school_head, place.cast.school_coordinator, place.cast.working_group_member)
        came = race(*(lambda by=by: begun(world.school, world.cycle, by) for by in people))
        assert winners(came) == 1 and Document.objects.count() == before + 1
        assert all(isinstance(each, Document | Conflict) for each in came)

    repeat(once)


def test_two_beginnings_of_a_territory_make_one_document(place: Place) -> None:
    people = (place.cast.municipal_coordinator, place.cast.authority_head)
    version = kind("municipal-programme")
    came = race(
        *(
            lambda by=by: begin(
                version=version,
                cycle=place.cast.world.cycle,
                territory=place.cast.world.municipality,
                by=by,
                at=NOW,
            )
            for by in people
        )
    )
    assert winners(came) == 1 and Document.objects.count() == 1


def test_going_back_against_writing(place: Place) -> None:
    by, other = place.cast.school_coordinator, place.cast.working_group_member

    def once() -> None:
        document = place.document()
        kept = keep_version(document=document, by=by, at=NOW)
        save_row(
            document=document, table="goals", code="g2", values={"text": "Второе"}, revision=1, by=by, at=NOW
        )
        came = race(
            lambda: restore(document=document, version=kept, by=by, at=NOW),
            lambda: restore(document=document, version=kept, by=other, at=NOW),
            lambda: save_row(
                document=document,
                table="goals",
                code="g2",
                values={"text": "Третье"},
                revision=2,
                by=other,
                at=NOW,
            ),
            lambda: save_row(document=document, table="goals", values={"text": "Новая"}, by=other, at=NOW),
        )
        assert winners(came) >= 3
        content = str(content_of(document)) + str(list(document.versions.values_list("content", flat=True)))
        for number, words in ((2, "Третье"), (3, "Новая")):
            assert isinstance(came[number], Exception) or words in content, "written, and nowhere to be found"

    repeat(once)


def test_links_never_name_what_is_gone(place: Place) -> None:
    by, other = place.cast.school_coordinator, place.cast.working_group_member

    def once() -> None:
        document = place.document()
        race(
            lambda: delete_row(document=document, table="tasks", code="t3", revision=1, by=by, at=NOW),
            lambda: delete_row(document=document, table="goals", code="g2", revision=1, by=other, at=NOW),
            lambda: _refused(
                lambda: save_row(
                    document=document,
                    table="measures",
                    values={"title": "Мера", "task": "t3"},
                    by=other,
                    at=NOW,
                )
            ),
            lambda: _refused(
                lambda: save_row(
                    document=document, table="results", values={"text": "И", "goals": ["g2"]}, by=by, at=NOW
                )
            ),
        )
        content_of(document)

    repeat(once)


def _refused(act: Act) -> object:
    """A link to a row that has just gone is refused beside its field: that is an answer here."""
    try:
        return act()
    except ValidationError as told:
        raise WrongState(" ".join(told.messages)) from told


def test_numbers_of_rows_are_given_once(place: Place) -> None:
    document = place.document()
    people = (place.cast.school_coordinator, place.cast.school_head, place.cast.working_group_member)
    more = parse(
        {"format": "opora-programme/1", "kind": "medium-term", "goals": [{"id": "g1", "text": "Взята"}]}
    )

    def take() -> None:
        with transaction.atomic():
            held = locked(document.pk)
            fill(held, more, by=place.cast.school_head, at=NOW)
            held.save(update_fields=["last_code"])

    acts: list[Act] = [
        lambda by=by: save_row(document=document, table="goals", values={"text": by.name}, by=by, at=NOW)  # type: ignore[misc]
        for by in people
    ]
    came = race(
        *acts,
        *acts,
        take,
        lambda: move_row(document=document, table="goals", code="g2", up=False, by=people[0], at=NOW),
    )
    assert winners(came) == 8 and document.rows.filter(table="goals").count() == 8
    assert len(set(document.rows.values_list("code", flat=True))) == document.rows.count()
    content_of(document)


def test_putting_away_against_sending_and_opening_again(place: Place) -> None:
    def once() -> None:
        document = place.document()
        came = race(
            lambda: archive(document=document, words="Лишний", by=place.cast.school_head, at=NOW),
            lambda: send(document=document, by=place.cast.school_coordinator, at=NOW),
        )
        assert winners(came) == 1
        done = place.opened()
        confirm(document=done, marks=marks(done), by=place.cast.curator, at=NOW)
        race(
            lambda: archive(document=done, words="Год прошёл", by=place.cast.school_head, at=NOW),
            lambda: reopen(document=done, words="Доработать", by=place.cast.curator, at=NOW),
        )
        assert state_of(done) in {DocumentState.ARCHIVED, DocumentState.REWORK}

    repeat(once)


def test_putting_away_against_confirming(place: Place) -> None:
    def once() -> None:
        document = place.opened()
        came = race(
            lambda: confirm(document=document, marks=marks(document), by=place.cast.curator, at=NOW),
            lambda: archive(document=document, words="Лишний", by=place.cast.school_head, at=NOW),
        )
        assert not isinstance(came[0], Exception)
        assert state_of(document) in {DocumentState.CONFIRMED, DocumentState.ARCHIVED}
        assert Review.objects.filter(version__document=document).count() == 1

    repeat(once)


def test_opening_and_deadlines_written_twice_stand_once(place: Place) -> None:
    document = place.document()
    version = send(document=document, by=place.cast.school_coordinator, at=NOW)
    outline, by = outline_of(kind("medium-term")), place.cast.municipal_coordinator
    race(
        *(lambda: open_version(version=version, by=place.cast.curator, at=NOW) for _ in range(3)),
        *(
            lambda day=day: set_deadline(
                cycle=place.cast.world.cycle, territory=place.cast.world.municipality, outline=outline,
                due=NOW.date().replace(day=day), by=by, at=NOW,
            )
            for day in (20, 21)
        ),
    )  # fmt: skip
    assert Opening.objects.count() == 1 and Deadline.objects.count() == 1


def test_two_files_at_once_leave_one_whole(place: Place) -> None:
    document = place.document()
    people = (place.cast.school_coordinator, place.cast.school_head)
    came = race(
        *(
            lambda by=by: attach(
                document=document, data=word(p(by.name)), name=f"{by.name}.docx", by=by, at=NOW
            )
            for by in people
        )
    )
    assert winners(came) == 2
    held = Document.objects.get(pk=document.pk)
    assert held.file is not None and held.preview is not None
    assert held.file.name.removesuffix(".docx") in read(held.preview).decode()
    late = race(
        lambda: attach(document=document, data=word(p("x")), name="x.docx", by=people[0], at=NOW),
        lambda: send(document=document, by=people[1], at=NOW),
    )
    assert not isinstance(late[1], Exception)
    now, version = Document.objects.get(pk=document.pk), document.versions.get(kept_for="sent")
    assert now.file_id == version.file_id
