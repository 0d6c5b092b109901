"""The life of a report: written, handed over, signed, frozen, annulled; who may what; two people at once."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from docx import Document as Word

from conftest import NOW
from factories.reports import FINAL, FIRST, SECOND, TEXTS, draft, issued, submitted
from opora.access import Actor, Conflict, Refused, WrongState
from opora.files.actions import read
from opora.history.models import Event
from opora.identification.models import ListEntry
from opora.orders.models import Order
from opora.reports import actions
from opora.reports.content import Content
from opora.reports.models import Report
from opora.reports.queries.visibility import visible_to
from opora.reports.queries.waiting import waiting_for
from opora.reports.states import ReportState

from .conftest import Year

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def begun(year: Year, who: Actor) -> Report:
    return actions.begin(territory=year.place, cycle=year.cycle, stage=FIRST, by=who, at=NOW)


def signed(made: Report, who: Actor, number: str = "№ 986", day: date | None = TODAY) -> Report:
    return actions.issue(report=made, number=number, day=day, seen=made.revision, by=who, at=NOW)


def test_a_draft_proposes_whom_it_goes_to_and_who_signs(year: Year) -> None:
    made = begun(year, year.cast.municipal_coordinator)
    assert made.addressee_post == "Ректору"
    assert made.addressee_organisation == "Институт развития образования"
    assert made.addressee_name == "Ректорову Петру Ильичу"
    assert (made.signer_post, made.signer_name) == ("Начальник управления", "Начальникова Ольга Фёдоровна")
    assert made.subject == "О предоставлении отчёта (этап 1: документы и первые меры), 2026/27"
    with pytest.raises(WrongState, match="уже есть"):
        begun(year, year.cast.municipal_coordinator)


def test_the_letter_goes_the_whole_way(year: Year) -> None:
    who, head = year.cast.municipal_coordinator, year.cast.authority_head
    made = begun(year, who)
    with pytest.raises(ValidationError, match="Ключевая проблема"):
        actions.submit(report=made, seen=made.revision, by=who, at=NOW)
    made = actions.write(report=made, texts={**TEXTS, "support": " "}, seen=made.revision, by=who, at=NOW)
    assert made.texts == TEXTS
    made = actions.submit(report=made, seen=made.revision, by=who, at=NOW)
    assert made.as_on == TODAY
    assert list(made.schools.order_by("pk")) == [year.own, year.second]
    made = signed(made, head)
    assert (made.state, made.number, made.date, made.issued_by_name) == ("issued", "986", TODAY, head.name)
    assert made.docx is not None
    assert made.pdf is not None
    assert read(made.pdf)[:5] == b"%PDF-"
    word = Word(BytesIO(read(made.docx)))
    cells = "\n".join(cell.text for table in word.tables for row in table.rows for cell in row.cells)
    words = "\n".join(each.text for each in word.paragraphs).replace("\xa0", " ") + cells.replace("\xa0", " ")
    for told in (
        *("Управление образования администрации Берёзовского округа", "ОГРН 1195958042411", "986"),
        *("Ректорову Петру Ильичу", "учатся 600 обучающихся — 67 % от всех", "Пилотная площадка региона"),
        *("Приказ № 16 от 02.09.2026", "Нет методической службы.", "Школы приняли свои дефициты."),
        *("Приложения:", "О. Ф. Начальникова", "Данные на 14.09.2026"),
        "(мероприятия, посещения и совещания — с начала года):",
    ):
        assert told in words, told
    feet = [cell.text for s in word.sections for t in s.footer.tables for r in t.rows for cell in r.cells]
    assert feet
    assert "Проект" not in "".join(feet)
    verbs = list(Event.objects.filter(subject_kind="report").order_by("pk").values_list("verb", flat=True))
    assert verbs == [
        "начал(а) отчёт",
        "дополнил(а) отчёт",
        "передал(а) отчёт на подпись",
        "подписал(а) отчёт",
    ]


def test_what_is_signed_is_what_was_handed_over(year: Year) -> None:
    made = submitted(year.place, year.cycle, now=NOW)
    before = Content.of(made.content or {})
    Order.objects.filter(number="16").update(state="lapsed", lapsed_on=TODAY)
    made = signed(made, year.cast.authority_head)
    made.refresh_from_db()
    assert Content.of(made.content or {}) == before
    # given back, it is gathered anew
    other = submitted(year.place, year.cycle, SECOND, now=NOW)
    other = actions.give_back(report=other, why="Добавьте приказ", by=year.cast.authority_head, at=NOW)
    assert (other.state, other.content, other.returned_why) == ("draft", None, "Добавьте приказ")
    other = actions.submit(report=other, seen=other.revision, by=year.cast.municipal_coordinator, at=NOW)
    assert Content.of(other.content or {}).annexes == ()


def test_nothing_touches_an_issued_letter(year: Year) -> None:
    made = issued(year.place, year.cycle, now=NOW)
    for values in (
        {"number": "1"},
        {"texts": {}},
        {"content": {}},
        {"date": TODAY - timedelta(days=1)},
        {"state": ReportState.DRAFT},
        {"state": ReportState.ANNULLED, "annulled_why": "x", "signer_name": "Другая"},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            Report.objects.filter(pk=made.pk).update(**values)
    with pytest.raises(DatabaseError), transaction.atomic():
        Report.objects.filter(pk=made.pk).delete()
    for write in (
        lambda: actions.write(
            report=made, texts={}, seen=made.revision, by=year.cast.municipal_coordinator, at=NOW
        ),
        lambda: actions.delete_draft(report=made, by=year.cast.municipal_coordinator, at=NOW),
        lambda: signed(made, year.cast.authority_head),
        lambda: actions.give_back(report=made, why="?", by=year.cast.authority_head, at=NOW),
    ):
        with pytest.raises(WrongState):
            write()


def test_an_annulled_letter_says_what_it_said_and_makes_room(year: Year) -> None:
    head = year.cast.authority_head
    made = issued(year.place, year.cycle, now=NOW)
    with pytest.raises(ValidationError):
        actions.annul(report=made, why=" ", by=head, at=NOW)
    made = actions.annul(report=made, why="Ошибка в приказе", by=head, at=NOW)
    assert (made.state, made.number, made.annulled_why) == ("annulled", "986", "Ошибка в приказе")
    with pytest.raises(DatabaseError), transaction.atomic():
        Report.objects.filter(pk=made.pk).update(annulled_why="Иначе")
    again = submitted(year.place, year.cycle, now=NOW)
    # the number is spent
    with pytest.raises(ValidationError, match="уже есть"):
        signed(again, head)
    assert signed(again, head, "987").number == "987"


@pytest.mark.parametrize(
    ("number", "day", "where"),
    [
        (" № ", TODAY, "number"),
        ("1", None, "date"),
        ("1", TODAY + timedelta(days=1), "date"),
        ("1", TODAY - timedelta(days=1), "date"),
    ],
)
def test_a_number_and_a_fair_date_are_asked_for(
    year: Year, number: str, day: date | None, where: str
) -> None:
    made = submitted(year.place, year.cycle, now=NOW)
    with pytest.raises(ValidationError) as refused:
        signed(made, year.cast.authority_head, number, day)
    assert list(refused.value.message_dict) == [where]


def test_of_two_people_the_second_is_told(year: Year) -> None:
    who, head = year.cast.municipal_coordinator, year.cast.authority_head
    made = draft(year.place, year.cycle, now=NOW)
    stale = made.revision
    actions.write(report=made, texts={**TEXTS, "control": "Еженедельно"}, seen=stale, by=who, at=NOW)
    with pytest.raises(Conflict, match="изменил"):
        actions.write(report=made, texts=TEXTS, seen=stale, by=who, at=NOW)
    with pytest.raises(Conflict):
        actions.submit(report=made, seen=stale, by=who, at=NOW)
    made.refresh_from_db()
    made = actions.submit(report=made, seen=made.revision, by=who, at=NOW)
    mine = Report.objects.select_related("territory", "cycle").get(pk=made.pk)
    signed(made, head)
    # both have the page open
    with pytest.raises(WrongState):
        signed(mine, who, "987")
    assert Report.objects.get().number == "986"


def test_who_writes_and_who_signs(year: Year) -> None:
    people = year.cast
    for stranger in (people.neighbour_municipal_coordinator, people.regional_coordinator, people.curator):
        with pytest.raises(Refused):
            actions.begin(territory=year.place, cycle=year.cycle, stage=FIRST, by=stranger, at=NOW)
    with pytest.raises(Refused):
        begun(year, people.authority_head)
    made = submitted(year.place, year.cycle, now=NOW)
    for stranger in (people.neighbour_municipal_coordinator, people.regional_coordinator):
        with pytest.raises(Refused):
            signed(made, stranger)
    # a coordinator who is the deputy head signs, as in the letter that this is made after
    assert signed(made, people.municipal_coordinator).state == "issued"


def test_who_sees_what(year: Year) -> None:
    people = year.cast
    written = draft(year.place, year.cycle, FIRST, now=NOW)
    waits = submitted(year.place, year.cycle, SECOND, now=NOW)
    sent = issued(year.place, year.cycle, FINAL, now=NOW)
    w = people.world
    foreign = issued(w.neighbour_municipality, year.cycle, FINAL, now=NOW)
    everything, own = {written, waits, sent}, {sent}
    seen: dict[str, set[Report]] = {
        "school_head": own,
        "school_coordinator": own,
        "curator": own,
        "municipal_coordinator": everything,
        "authority_head": everything,
        "methodist": own,
        "neighbour_municipal_coordinator": {foreign},
        "regional_coordinator": {sent, foreign},
        "regional_project_head": {sent, foreign},
        "federal_operator": {sent, foreign},
        "administrator": {sent, foreign},
    }
    found = {name: set(visible_to(each)) for name, each in people.parts().items()}
    assert {name: reports for name, reports in found.items() if reports} == seen


def test_what_waits_for_whom(year: Year) -> None:
    people = year.cast
    assert waiting_for(people.municipal_coordinator) == []  # the nearest stage ends on 1 November


@pytest.fixture
def _october(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.utils import timezone

    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(days=40))


@pytest.mark.usefixtures("_october")
def test_a_stage_that_ends_soon_waits_until_it_is_signed(
    year: Year, django_assert_num_queries: object
) -> None:
    people = year.cast
    (waiting,) = waiting_for(people.municipal_coordinator)
    assert (waiting.title, waiting.action, waiting.due) == (
        "Отчёт по этапу: Этап 2: реализация",
        "Начать отчёт",
        date(2026, 11, 1),
    )
    assert waiting.url == "/reports/new/?cycle=2026&territory=M1&stage=second"
    made = draft(year.place, year.cycle, SECOND, now=NOW)
    (waiting,) = waiting_for(people.municipal_coordinator)
    assert (waiting.action, waiting.url) == ("Дописать отчёт", f"/reports/{made.pk}/")
    actions.submit(report=made, seen=made.revision, by=people.municipal_coordinator, at=NOW)
    assert waiting_for(people.municipal_coordinator) == []
    (waiting,) = waiting_for(people.authority_head)
    assert (waiting.title, waiting.url) == (
        "Отчёт, Берёзовский округ: Этап 2: реализация",
        f"/reports/{made.pk}/issue/",
    )
    with django_assert_num_queries(1):  # type: ignore[operator]
        waiting_for(people.authority_head)
    with django_assert_num_queries(5):  # type: ignore[operator]
        waiting_for(people.municipal_coordinator)
    others = [people.curator, people.school_head, people.methodist, people.stranger]
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert [waiting_for(each) for each in others] == [[], [], [], []]


def test_a_text_of_a_school_that_left_the_list_is_kept(year: Year) -> None:
    own = f"school-{year.own.pk}"
    made = draft(year.place, year.cycle, now=NOW, **{own: "Сменилась команда"})
    assert made.texts[own] == "Сменилась команда"
    assert ListEntry.objects.exists()
