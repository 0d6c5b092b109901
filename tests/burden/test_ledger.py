"""The ledger: what each feature's request costs a school, constant queries; what is known on every shelf."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import NOW
from factories.assignments import assignment, person_of
from factories.burden import answered, reply_of, sent_inquiry
from factories.events import event_of, forms_published
from factories.meetings import meeting
from factories.organisations import figures, leader
from factories.people import Cast, signed_in
from factories.results import fact
from factories.surveys import open_campaign
from factories.writing import kind_of_document
from opora.access import Actor
from opora.access.actor import operator
from opora.answering.models import SchoolCard
from opora.answering.states import CardState
from opora.appointments.models import Appointment
from opora.burden.known import SHELVES, Where, catalogue, matched, values_of
from opora.burden.minutes import Norms, burden_minutes, read
from opora.burden.queries.asking import norms_of
from opora.burden.queries.ledger import months_of, school_year, sums_of
from opora.burden.sources import Asker, Load, LoadKind, Spent, Window, loads
from opora.burden.states import QuestionKind, Way
from opora.catalogues.kinds import mistakes
from opora.catalogues.queries import current
from opora.cycles.models import Participation
from opora.cycles.states import Level, Mode
from opora.documents.models import Deadline, Document, DocumentVersion, Review
from opora.documents.states import DocumentState, Kept, Outcome
from opora.events.actions import hold_day
from opora.orders.models import Order
from opora.orders.states import OrderLevel, OrderState
from opora.organisations.models import Organisation, YearFigures
from opora.roadmaps.models import Checkpoint
from opora.visits.models import Visit
from opora.visits.states import VisitState
from opora.visits.states import Way as Visited

TODAY = NOW.date()
NORMS = Norms(documents={"concept": 600})


def told(people: Cast, schools: Sequence[Organisation]) -> list[Load]:
    cycle = people.world.cycle
    return list(loads(Window([school.pk for school in schools], cycle.starts, cycle.ends, NORMS)))


def of_kind(people: Cast, kind: LoadKind) -> list[Load]:
    return [each for each in told(people, [people.world.school]) if each.kind is kind]


def participates(people: Cast, school: Organisation) -> None:
    programme, _ = school.territory.programmes.get_or_create(name="500+", level=Level.MUNICIPAL)
    Participation.objects.get_or_create(
        programme=programme, cycle=people.world.cycle, school=school, defaults={"mode": Mode.ACTIVE}
    )


def document(people: Cast, school: Organisation, kind: str = "concept") -> Document:
    return Document.objects.create(
        cycle=people.world.cycle, version=kind_of_document(kind), kind=kind, school=school, title="Концепция",
        state=DocumentState.CONFIRMED, state_since=TODAY, made_at=NOW, made_by_name="К", changed_at=NOW,
        changed_by_name="К",
    )  # fmt: skip


def visit(people: Cast, school: Organisation, **values: object) -> Visit:
    made: dict[str, object] = {
        "cycle": people.world.cycle, "school": school, "kind": "curator", "kind_title": "Посещение",
        "version": kind_of_document("concept"), "way": Visited.PRESENCE, "state": VisitState.DONE,
        "visited_on": TODAY, "noted_at": NOW, "noted_by_name": "К", "made_at": NOW, "made_by_name": "Куратор",
    }  # fmt: skip
    return Visit.objects.create(**(made | values))


def test_the_definition_of_the_release_is_right(released: Cast) -> None:
    content = current("burden-minutes", "minutes").content
    assert mistakes(burden_minutes(), content) == []
    norms = read(content)
    assert norms == norms_of(released.world.municipality.path or "")
    assert norms.of_document("concept") == 600
    assert norms.of_document("something") == norms.document
    assert {norms.of_question(kind) for kind in QuestionKind} == {2, 3, 5, 10, 15}


def test_a_survey_costs_the_school_its_organising_and_the_pupils_their_answers(people: Cast) -> None:
    open_campaign(pupils={"8А": 20, "9А": 10}, teachers=10)
    found = of_kind(people, LoadKind.SURVEY)
    organising = [each for each in found if each.what.endswith("организовать")]
    assert [(each.minutes, each.spent, each.asker) for each in organising] == [
        (60 + 3 * 10, Spent.STAFF, Asker.MUNICIPALITY)
    ]
    answering = {each.spent: each.minutes for each in found if each not in organising}
    assert set(answering) == {Spent.STAFF, Spent.PUPILS}
    assert answering[Spent.PUPILS] == 3 * answering[Spent.STAFF] > 0


def test_documents_by_their_deadline(released: Cast) -> None:
    w = released.world
    participates(released, w.school)
    due = date(2026, 12, 1)
    Deadline.objects.create(cycle=w.cycle, territory=w.region, kind="concept", due=due)
    Deadline.objects.create(
        cycle=w.cycle, territory=w.municipality, kind="concept", due=due - timedelta(days=9)
    )
    # each direction has its own, and none is taken
    Deadline.objects.create(cycle=w.cycle, territory=w.region, kind="anti-risk", due=due)
    found = told(released, [w.school, w.second_school])
    documents = [each for each in found if each.kind is LoadKind.DOCUMENT]
    assert [(each.school_id, each.on, each.minutes, each.asker) for each in documents] == [
        (w.school.pk, due - timedelta(days=9), 600, Asker.MUNICIPALITY)
    ]


def test_a_card_a_returned_document_and_a_stage(released: Cast) -> None:
    w = released.world
    participates(released, w.school)
    made = document(released, w.school)
    version = DocumentVersion.objects.create(
        document=made, number=1, kept_for=Kept.SENT, content={}, made_at=NOW, made_by_name="Д"
    )
    Review.objects.create(
        version=version, outcome=Outcome.RETURNED, decided_at=NOW, decided_by_name="Куратор К."
    )
    Checkpoint.objects.create(
        school=w.school, cycle=w.cycle, code="one", title="Этап 1", due=TODAY, state_since=TODAY
    )
    (card,) = of_kind(released, LoadKind.CARD)
    assert (card.on, card.minutes, card.asker) == (w.cycle.starts, 30 + 15, Asker.PROGRAMME)
    (returned,) = of_kind(released, LoadKind.RETURNED)
    assert (returned.minutes, returned.asker, returned.asked_by) == (120, Asker.CURATOR, "Куратор К.")
    (stage,) = of_kind(released, LoadKind.CHECKPOINT)
    assert (stage.what, stage.on, stage.minutes) == ("Этап 1", TODAY, 120)


def test_what_others_ask_counts_and_what_the_school_gives_itself_does_not(people: Cast) -> None:
    w = people.world
    assignment(w.school, w.cycle, what="Прислать график", by=people.curator, at=NOW)
    assignment(w.school, w.cycle, what="Своё", by=people.school_head, at=NOW)
    (load,) = of_kind(people, LoadKind.ASSIGNMENT)
    assert (load.what, load.asker, load.minutes) == ("Прислать график", Asker.CURATOR, 45)


def test_a_visit_takes_as_long_as_it_was_noted(released: Cast) -> None:
    w = released.world
    visit(released, w.school, minutes=75)
    visit(released, w.school, way=Visited.ONLINE)
    visit(released, w.school, counts=False)
    found = of_kind(released, LoadKind.VISIT)
    assert sorted(each.minutes for each in found) == [45, 75]
    assert {each.asker for each in found} == {Asker.CURATOR}


def test_a_meeting_counts_for_each_who_was_asked_from_the_school(people: Cast) -> None:
    w = people.world
    made = meeting(w.municipality, w.cycle, starts_at=NOW, at=NOW)
    own = meeting(w.school, w.cycle, starts_at=NOW, at=NOW)
    for who in (people.school_head, people.school_coordinator, people.curator):
        for each in (made, own):
            each.attendance.create(name=who.name, person=person_of(who))
    (load,) = of_kind(people, LoadKind.MEETING)
    assert (load.minutes, load.asker) == (180, Asker.MUNICIPALITY)


def test_a_day_of_an_event_counts_for_each_who_came_from_the_school(people: Cast) -> None:
    w, by = people.world, operator()
    forms_published(now=NOW)
    days = (TODAY - timedelta(days=7), TODAY - timedelta(days=5), TODAY)
    schools = {w.school.pk: 4, w.second_school.pk: None}
    named = event_of(w.municipality, w.cycle, *days, schools=schools, now=NOW)
    first, second, _ = named.sessions.order_by("date")
    hold_day(session=first, revision=0, came=5, by_school={w.school.pk: 3}, by=by, at=NOW)
    hold_day(session=second, revision=0, came=0, by=by, at=NOW)
    event_of(w.region, w.cycle, TODAY, form="course", title="Курсы", hours=3, now=NOW)
    event_of(w.municipality, w.cycle, TODAY, title="Родителям", audience=["parents"], now=NOW)
    event_of(w.school, w.cycle, TODAY, title="Своё", now=NOW)
    # three came of four expected, nobody came, four are expected; of the course one person three hours
    found = [(each.what, each.on, each.minutes, each.asker) for each in of_kind(people, LoadKind.EVENT)]
    assert sorted(found) == [
        ("Курсы", TODAY, 180, Asker.REGION),
        ("Семинар о чтении", days[0], 3 * 90, Asker.MUNICIPALITY),
        ("Семинар о чтении", days[2], 4 * 90, Asker.MUNICIPALITY),
    ]
    # the first day was counted by schools, and of the second school nobody stands there
    assert sorted((each.what, each.minutes) for each in told(people, [w.second_school])) == [
        ("Курсы", 180),
        ("Семинар о чтении", 90),
    ]
    assert [each.what for each in told(people, [w.neighbour_school])] == ["Курсы"]
    assert told(people, [w.foreign_school]) == []
    browser = signed_in(people.school_head)
    (url,) = {each.url for each in of_kind(people, LoadKind.EVENT) if each.what != "Курсы"}
    assert (url, browser.get(url).status_code) == (f"/events/{named.pk}/", 200)


def test_the_norms_of_an_older_copy_are_filled_from_ours() -> None:
    content = {"meeting": 30, "documents": []}
    assert read(content) == Norms(meeting=30)


def test_an_inquiry_costs_what_is_left_to_answer(people: Cast) -> None:
    w = people.world
    figures(w.school, 2025, pupils=480)
    for way in (Way.TAKE, Way.OFFER):
        sent_inquiry(w.municipality, w.cycle, [w.school], (way, "figures:pupils"),
                     by=people.municipal_coordinator, at=NOW)  # fmt: skip
    found = of_kind(people, LoadKind.INQUIRY)
    # 5 to open, 2 for yes or no, and 1 to confirm where a value is shown
    assert sorted(each.minutes for each in found) == [7, 8]
    assert {each.asker for each in found} == {Asker.MUNICIPALITY}
    year = school_year(w.school, w.cycle)
    assert (year.spared.answers, year.spared.inquiries) == (1, 1)
    assert year.minutes() == 15
    assert year.by_month()[(2026, 9), Asker.MUNICIPALITY] == 15
    assert months_of(w.cycle)[0] == (2026, 9)
    assert len(months_of(w.cycle)) == 12


def test_the_sum_of_schools_is_the_sum_of_their_years(released: Cast) -> None:
    w = released.world
    _busy(released, [w.school, w.second_school])
    sums = sums_of([w.school.pk, w.second_school.pk], w.cycle, w.municipality.path or "")
    for school in (w.school, w.second_school):
        year = school_year(Organisation.objects.select_related("territory").get(pk=school.pk), w.cycle)
        assert sums[school.pk].total == year.minutes() > 0
        assert sums[school.pk].requests == len(year.loads)


def _busy(people: Cast, schools: Sequence[Organisation]) -> None:
    """Each of them is asked in every way."""
    w = people.world
    by = people.municipal_coordinator
    forms_published(now=NOW)
    Deadline.objects.get_or_create(
        cycle=w.cycle, territory=w.municipality, kind="concept", defaults={"due": TODAY}
    )
    for at, school in enumerate(schools):
        participates(people, school)
        figures(school, 2025, pupils=100 + at)
        leader(school)
        fact(school, "oge-ma", participants=10, low=1)
        assignment(school, w.cycle, by=people.curator, at=NOW)
        visit(people, school)
        document(people, school)
        event_of(w.municipality, w.cycle, TODAY, schools={school.pk: 2}, now=NOW)
        Order.objects.create(
            number=str(at), number_key=str(at), date=TODAY, title="О кураторе", level=OrderLevel.SCHOOL,
            school=school, kind="school-coordinator", state=OrderState.ISSUED, state_since=TODAY, made_at=NOW,
            made_by_name="Д", changed_at=NOW, changed_by_name="Д",
        )  # fmt: skip
    sent = sent_inquiry(w.municipality, w.cycle, schools, (Way.OFFER, "figures:pupils"), by=by, at=NOW)
    for school in schools:
        answered(reply_of(sent, school), "5", "yes", at=NOW)


def _schools(people: Cast, many: int) -> list[Organisation]:
    place = people.world.municipality
    start = Organisation.objects.count()
    return [
        Organisation.objects.create(
            key=f"N{start + at}", name=f"Школа {start + at}", kind="school", territory=place
        )
        for at in range(many)
    ]


def test_queries_do_not_grow_with_schools(released: Cast) -> None:
    counts = []
    for many in (1, 9):
        schools = _schools(released, many)
        _busy(released, schools)
        everyone = [each.pk for each in Organisation.objects.filter(key__startswith="N")]
        with CaptureQueriesContext(
            connection,
        ) as asked:
            found = sums_of(everyone, released.world.cycle, released.world.municipality.path or "")
        assert all(each.total for each in found.values())
        counts.append(len(asked))
    assert counts == [6, 6], counts


def where(people: Cast, actor: Actor | None = None) -> Where:
    w = people.world
    return Where(actor or people.municipal_coordinator, w.municipality.path or "", w.cycle.pk, TODAY)


def test_every_shelf_answers_what_it_offers(released: Cast) -> None:
    w = released.world
    _busy(released, [w.school])
    SchoolCard.objects.create(
        cycle=w.cycle, school=w.school, version=kind_of_document("concept"), items={"h01": 17, "h03": 4},
        state=CardState.SENT, filled_by_name="Д", at=NOW,
    )  # fmt: skip
    YearFigures.objects.filter(organisation=w.school).update(passport={"special_needs": 6})
    Appointment.objects.get(person=released.curator.person_id)
    facts = catalogue(where(released))
    assert {each.shelf for each in facts} == {shelf.code for shelf in SHELVES}
    assert len({each.code for each in facts}) == len(facts)
    found = values_of([each.code for each in facts], [w.school.pk], where(released))
    known = {code: values[w.school.pk].words for code, values in found.items() if w.school.pk in values}
    expected = {
        "figures:pupils": "100",
        "passport:special_needs": "6",
        "school-card:h03": "4",
        "card:head": "Крылова Анна Петровна",
        "documents:concept": "подтверждено с 14\xa0сентября\xa02026",
        "visits:count": "1",
        "visits:last": "14\xa0сентября\xa02026",
    }
    assert {code: known.get(code) for code in expected} == expected
    assert known["card:curator"].startswith("Кураторова")
    assert any(code.startswith("results:low/oge-ma") for code in known)
    assert any(code.startswith("asked:") for code in known)
    # whoever may not read a feature's facts is told none of them
    foreign = where(released, released.observer)
    hidden = values_of([each.code for each in facts if each.shelf in {"profile", "documents", "visits"}],
                       [w.school.pk], foreign)  # fmt: skip
    assert not any(w.school.pk in values for code, values in hidden.items() if code != "visits:count")


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("Сколько детей с ограниченными возможностями здоровья?", "number", "passport:special_needs"),
        ("Сколько в школе классов?", "number", "school-card:h03"),
        ("Доля двоек по математике на ОГЭ", "number", "results:low/oge-ma"),
        ("Сколько учеников сдавали ОГЭ по математике?", "number", "results:people/oge-ma"),
        ("Подтверждена ли концепция развития?", "yes_no", "documents:concept"),
        ("Сколько мер дорожной карты выполнено?", "number", "roadmap:confirmed"),
        ("Сколько раз куратор посетил школу?", "number", "visits:count"),
        ("Когда было последнее посещение куратора?", "date", "visits:last"),
        ("Фамилия куратора", "text", "card:curator"),
        ("Адрес официального сайта", "text", "card:site"),
    ],
)
def test_questions_find_their_facts(released: Cast, text: str, kind: str, code: str) -> None:
    found = matched([(text, QuestionKind(kind))], where(released))
    assert [each.fact.code for each in found[text, QuestionKind(kind)]][:1] == [code]


def test_what_is_known_takes_no_more_queries_of_many_schools(released: Cast) -> None:
    counts = []
    for many in (1, 9):
        schools = _schools(released, many)
        _busy(released, schools)
        pks = [each.pk for each in Organisation.objects.filter(key__startswith="N")]
        facts = catalogue(where(released))
        with CaptureQueriesContext(connection) as asked:
            values_of([each.code for each in facts], pks, where(released))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 30, counts


def test_norms_without_a_definition_are_our_own(people: Cast) -> None:
    assert norms_of(people.world.municipality.path or "") == Norms()
