"""The hand-over of a school: from data alone, on one page whatever there is, honest about what is left out."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from conftest import NOW
from curators.conftest import Year
from curators.looking import asked, text
from documents.making import begun, direction
from factories.assignments import assignment
from factories.curators import agreement, curator
from factories.people import appointed, signed_in
from factories.roadmaps import work_of
from opora.access import Role
from opora.curators.printouts.handover import fitting
from opora.curators.queries.handover import Pack, counts_words, pack_of
from opora.curators.shortening import clipped, some
from opora.curators.states import Side
from opora.documents.models import Document
from opora.documents.states import DocumentState
from opora.roadmaps.states import WorkState
from opora.visits.models import Visit, Visitor
from opora.visits.states import VisitState, Way
from risks.making import profiled

TODAY = NOW.date()
LONG = "Ежедневные консультации по математике и русскому языку для учеников шестых и девятых классов, " * 3


def packed(year: Year, side: Side = Side.CURATOR) -> Pack:
    return pack_of(year.cast.municipal_coordinator, year.own, year.cycle, side, today=TODAY)


def pages(pack: Pack) -> tuple[int, str]:
    found = PdfReader(BytesIO(fitting(pack)[1])).pages
    return len(found), " ".join(" ".join(page.extract_text() for page in found).split())


def test_a_text_is_cut_at_a_word_and_says_so() -> None:
    assert clipped("Разбор  ошибок", 40) == "Разбор ошибок"
    assert clipped("Разбор ошибок и пересдача", 16) == "Разбор ошибок…"
    assert len(clipped("Ф" * 90, 30)) == 30
    assert some([1, 2, 3], 2) == ([1, 2], 1)
    assert some([1, 2], 2) == ([1, 2], 0)


def test_everything_that_is_known(year: Year) -> None:
    held = curator("Ветрова", year.own)
    head = appointed(Role.SCHOOL_HEAD, year.own, surname="Новикова", phone="+7 900 000-00-00")
    profiled(year.own, year.cycle, R08=72, R11=30)
    direction(year.own, year.cycle, "R09", "Низкая мотивация")
    late = work_of(year.own, year.cycle, "Старое", due=TODAY - timedelta(days=8), now=NOW)
    work_of(year.own, year.cycle, "Скоро", due=TODAY + timedelta(days=8), now=NOW, responsible=head)
    work_of(year.own, year.cycle, "Сделано", due=TODAY, state=WorkState.REPORTED, now=NOW)
    work_of(year.own, year.cycle, "Снято", due=TODAY, state=WorkState.DROPPED, now=NOW)
    assignment(
        year.own, year.cycle, what="Прислать расписание", person=head, due=TODAY - timedelta(days=1), at=NOW
    )
    Document.objects.filter(school=year.own).update(state=DocumentState.REVIEW)
    found = packed(year)
    assert [(each.role, each.name) for each in found.team][:2] == [
        ("Директор школы", head.full_name),
        ("Куратор", held.person.full_name),
    ]
    assert found.highs is not None
    assert len(found.highs) == 1
    assert counts_words(found) == (
        "в карте 3\N{NO-BREAK SPACE}меры: запланирована 2, на подтверждении 1; просрочено 1"
    )
    assert [each.id for each in found.late] == [late.pk]
    assert [each.title for each in found.ahead] == ["Скоро"]
    assert found.first == (
        "проверить документ «Среднесрочная программа»",
        "посмотреть, что сделано, и подтвердить: 1\N{NO-BREAK SPACE}мера",
        "побывать в школе: очных посещений в этом году не было",
        "разобраться с просроченным: 1\N{NO-BREAK SPACE}мера, дольше всех «Старое»",
        "спросить о договорённостях, чей срок прошёл: 1\N{NO-BREAK SPACE}поручение",
        "подписать соглашение со школой",
    )
    many, words = pages(found)
    assert many == 1
    for said in ("Новикова", "+7 900", "Низкая мотивация", "Старое", "Прислать расписание"):
        assert said in words, said


def test_from_the_side_of_the_school(year: Year) -> None:
    begun(year.own, year.cycle, year.cast.school_coordinator)
    work_of(year.own, year.cycle, "Вернули", due=TODAY, state=WorkState.RETURNED, now=NOW)
    Document.objects.filter(school=year.own, kind="roadmap-of-tests").update(state=DocumentState.REWORK)
    found = packed(year, Side.SCHOOL)
    assert found.first[:2] == (
        "доработать документ «Среднесрочная программа»",
        "доделать то, что вернул куратор: 1\N{NO-BREAK SPACE}мера",
    )
    assert any("дописать документ" in each for each in found.first)
    assert "нового заместителя директора" in pages(found)[1]


def test_a_quiet_school_has_nothing_urgent(year: Year) -> None:
    found = packed(year, Side.SCHOOL)
    assert found.first == ("познакомиться с куратором: ничего срочного нет",)
    agreement(year.own, curator("Ветрова", year.own).person, year.cycle, now=NOW, is_signed=True)
    assert "подписать соглашение со школой" not in packed(year).first
    assert "профиля за этот год нет" in pages(found)[1]


def test_whatever_there_is_fits_one_page_and_the_rest_is_counted(year: Year) -> None:
    for number in range(40):
        appointed(
            Role.WORKING_GROUP_MEMBER,
            year.own,
            surname=f"Константинопольская-Преображенская{number}",
            phone="+7 900 000-00-00 доб. 1234",
            email=f"a.very.long.address.of.somebody{number}@example-school-of-the-region.example",
        )
        work_of(year.own, year.cycle, LONG, due=TODAY + timedelta(days=number - 20), now=NOW)
        assignment(year.own, year.cycle, what=LONG, executor=LONG[:150], due=TODAY, at=NOW)
    for number in range(12):
        direction(year.own, year.cycle, f"R{number:02}", LONG)
    year.own.name = f"Муниципальное бюджетное общеобразовательное учреждение «{LONG}»"[:290]
    year.own.address = LONG
    year.own.save()
    found = packed(year)
    many, words = pages(found)
    assert many == 1
    assert "Ещё" in words
    assert "в карте" in words
    assert "ещё" in words


def test_page_and_files_for_those_of_the_school(year: Year) -> None:
    url = reverse("school-handover", args=[year.own.pk])
    assert "заместителю" in text(year.cast.school_head, url)
    for who in (year.cast.curator, year.cast.municipal_coordinator, year.cast.methodist):
        text(who, f"{url}?for=what")
    for who in (year.cast.teacher, year.cast.observer, year.cast.expert):
        assert signed_in(who).get(url).status_code in {403, 404}
    text(year.cast.neighbour_curator, url, 404)
    for name, start in (("school-handover-pdf", b"%PDF"), ("school-handover-docx", b"PK")):
        answer = signed_in(year.cast.curator).get(reverse(name, args=[year.own.pk]))
        assert answer.status_code == 200
        assert answer.content.startswith(start)


def test_queries_do_not_grow(year: Year) -> None:
    who, url = year.cast.municipal_coordinator, reverse("school-handover", args=[year.own.pk])
    profiled(year.own, year.cycle, R08=72)

    def more(first: int, last: int) -> None:
        for number in range(first, last):
            work_of(year.own, year.cycle, "Мера", due=TODAY, now=NOW)
            assignment(year.own, year.cycle, what="Дело", due=TODAY, at=NOW)
            direction(year.own, year.cycle, f"R{number:02}", "Риск", state="active")
            appointed(Role.TEACHER, year.own)
            appointed(Role.WORKING_GROUP_MEMBER, year.own)

    more(20, 21)
    one = asked(who, url)
    more(30, 39)
    assert asked(who, url) == one


@pytest.mark.parametrize("side", list(Side))
def test_private_words_of_visits_are_nowhere(year: Year, side: Side) -> None:
    made = begun(year.own, year.cycle, year.cast.school_coordinator)
    visit = Visit.objects.create(
        cycle=year.cycle, school=year.own, kind="curator", kind_title="Посещение", version=made.version,
        way=Way.PRESENCE, state=VisitState.DONE, visited_on=TODAY, made_at=NOW, made_by_name="К", noted_at=NOW,
        noted_by_name="Ветрова", seen="Видели спор", private="Между нами",
    )  # fmt: skip
    Visitor.objects.create(visit=visit, person=curator("Ветрова", year.own).person, name="Ветрова В. В.")
    words = pages(packed(year, side))[1]
    assert "Ветрова В. В." in words
    assert "Между нами" not in words
    assert "спор" not in words
