"""Pages of campaigns: who sees what, what a form refuses, constant numbers of queries."""

from datetime import timedelta

import pytest
from django.test import Client

from factories.people import Cast, signed_in
from factories.surveys import AT, TODAY, Asked, draft, open_campaign, version
from opora.access.actor import operator
from opora.cycles.actions import add_programme, set_participation
from opora.cycles.states import Level, Mode
from opora.history.models import Event
from opora.questionnaires.instrument import Audience
from opora.surveys import actions
from opora.surveys.models import Campaign, Cohort
from opora.surveys.states import CampaignState

pytestmark = pytest.mark.django_db


def _get(who: object, url: str) -> int:
    return signed_in(who).get(url).status_code  # type: ignore[arg-type]


def test_a_coordinator_makes_a_campaign_with_the_schools_of_the_year(people: Cast) -> None:
    w = people.world
    programme = add_programme(
        name="500+", level=Level.MUNICIPAL, territory=w.municipality, by=operator(), at=AT
    )
    for school in (w.school, w.second_school, w.foreign_school):
        set_participation(
            programme=programme, cycle=w.cycle, school=school, mode=Mode.ACTIVE, by=operator(), at=AT
        )
    asked = version(Audience.PUPIL)
    browser = signed_in(people.municipal_coordinator)
    answer = browser.post(
        "/campaigns/new/",
        {
            "title": "Осень",
            "cycle": w.cycle.pk,
            "territory": w.municipality.pk,
            "opens": "2026-09-14",
            "closes": "2026-09-28",
            "ask_pupil": asked.pk,
        },
    )
    made = Campaign.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/campaigns/{made.pk}/")
    assert sorted(made.schools.values_list("school", flat=True)) == sorted([w.school.pk, w.second_school.pk])
    assert list(made.instruments.values_list("audience", "version")) == [("pupil", asked.pk)]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"closes": "2026-09-01"}, "Последний день раньше первого"),
        ({"ask_pupil": ""}, "Выберите хотя бы одну анкету"),
        ({"title": ""}, "Обязательное поле"),
    ],
)
def test_a_form_that_cannot_be_says_why(people: Cast, changed: dict[str, str], words: str) -> None:
    w = people.world
    sent = {
        "title": "Осень",
        "cycle": w.cycle.pk,
        "territory": w.municipality.pk,
        "opens": "2026-09-14",
        "closes": "2026-09-28",
        "ask_pupil": version(Audience.PUPIL).pk,
    }
    answer = signed_in(people.municipal_coordinator).post("/campaigns/new/", {**sent, **changed})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Campaign.objects.exists()


def test_a_school_writes_down_its_classes(people: Cast) -> None:
    campaign, school = draft(), people.world.school
    browser = signed_in(people.school_coordinator)
    url = f"/campaigns/{campaign.pk}/schools/{school.pk}/classes/"
    page = browser.get(url).content.decode()
    assert 'value="6"' in page
    answer = browser.post(
        url,
        {
            "rows": "8",
            "class_0": "6-а",
            "pupil_0": "22",
            "parent_0": "20",
            "class_1": "3б",
            "parent_1": "18",
            "all_teacher": "14",
        },
    )
    assert answer["Location"] == f"/campaigns/{campaign.pk}/schools/{school.pk}/"
    assert sorted(Cohort.objects.values_list("audience", "class_label", "expected")) == [
        ("parent", "3Б", 18),
        ("parent", "6А", 20),
        ("pupil", "6А", 22),
        ("teacher", "", 14),
    ]
    event = Event.objects.filter(verb="записал(а), кто отвечает").get()
    assert (event.school_id, event.note) == (school.pk, f"{school.name}. Групп: 4, человек: 74.")


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"class_0": "12А", "pupil_0": "5"}, "Класс пишут так"),
        ({"class_0": "4А", "pupil_0": "5"}, "с 5 по 9 класс"),
        ({"pupil_0": "5"}, "Назовите класс"),
        ({"class_0": "6А", "pupil_0": "5", "class_1": "6 а", "pupil_1": "7"}, "записан дважды"),
        ({"class_0": "6А", "pupil_0": "2001"}, "2000"),
        ({}, "Запишите хотя бы одну группу"),
    ],
)
def test_classes_that_cannot_be_are_refused(people: Cast, sent: dict[str, str], words: str) -> None:
    campaign, school = draft(), people.world.school
    url = f"/campaigns/{campaign.pk}/schools/{school.pk}/classes/"
    answer = signed_in(people.school_coordinator).post(url, {"rows": "8", **sent})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Cohort.objects.exists()


def test_opening_makes_codes_and_ends_editing(people: Cast) -> None:
    campaign, school = draft(), people.world.school
    browser = signed_in(people.municipal_coordinator)
    assert browser.post(f"/campaigns/{campaign.pk}/open/").status_code == 409
    actions.fill_in(
        campaign=campaign,
        school=school,
        groups=[actions.Group(Audience.PUPIL, "6А", 20)],
        by=operator(),
        at=AT,
    )
    assert browser.post(f"/campaigns/{campaign.pk}/open/").status_code == 302
    campaign.refresh_from_db()
    assert campaign.state == CampaignState.OPEN
    assert Cohort.objects.get().codes.count() == 22
    statuses = [
        browser.get(f"/campaigns/{campaign.pk}/{page}/").status_code
        for page in ("edit", "schools", "discard", "open", "term")
    ]
    assert statuses == [409, 200, 409, 409, 200]


def test_a_class_that_grew_gets_codes_at_once_and_keeps_the_old_ones(people: Cast) -> None:
    asked = open_campaign(pupils={"6А": 20})
    cohort = asked.cohort(Audience.PUPIL, "6А")
    before = set(cohort.codes.values_list("digest", flat=True))
    url = f"/campaigns/{asked.campaign.pk}/schools/{asked.school.pk}/classes/"
    sent = {"rows": "8", "class_0": "6А", "pupil_0": "30", "class_1": "7А", "pupil_1": "10"}
    assert signed_in(people.school_coordinator).post(url, sent).status_code == 302
    assert cohort.codes.count() == 33
    assert {bytes(each) for each in before} <= {
        bytes(each) for each in cohort.codes.values_list("digest", flat=True)
    }
    assert asked.cohort(Audience.PUPIL, "7А").codes.count() == 12
    more = signed_in(people.school_coordinator).post(f"/cohorts/{cohort.pk}/more/", {"how_many": "4"})
    assert (more.status_code, cohort.codes.count()) == (302, 37)


def test_coverage_counts_and_says_whom_nobody_waits_for(people: Cast) -> None:
    asked = open_campaign(pupils={"6А": 5, "7А": 4})
    for number in range(1, 6):
        asked.answer(asked.cohort(Audience.PUPIL, "6А"), number)
    asked.answer(asked.cohort(Audience.PUPIL, "7А"), 1)
    page = signed_in(people.school_coordinator).get(
        f"/campaigns/{asked.campaign.pk}/schools/{asked.school.pk}/"
    )
    text = page.content.decode()
    assert "5 из 5" in text
    assert "ответили все" in text
    assert "группа слишком мала: не ждём" in text
    assert "Напомнить" not in text


def test_a_reminder_names_groups_and_no_person(people: Cast) -> None:
    asked = open_campaign(pupils={"6А": 8, "7А": 5}, teachers=6)
    for number in range(1, 6):
        asked.answer(asked.cohort(Audience.PUPIL, "7А"), number)
    browser = signed_in(people.school_coordinator)
    text = browser.get(f"/campaigns/{asked.campaign.pk}/schools/{asked.school.pk}/").content.decode()
    said = text[text.index("Напомнить") :]
    assert "6А, обучающиеся: ещё 8" in said
    assert "педагоги: ещё 6" in said
    assert "7А" not in said


@pytest.mark.parametrize(
    ("part", "statuses"),
    [
        ("school_head", [200, 200, 200]),
        ("school_coordinator", [200, 200, 200]),
        ("curator", [200, 200, 403]),
        ("municipal_coordinator", [200, 200, 200]),
        ("authority_head", [200, 200, 403]),
        ("observer", [200, 200, 403]),
        ("federal_operator", [200, 200, 403]),
        ("teacher", [403, 403, 403]),
        ("expert", [403, 403, 403]),
        ("neighbour_school_coordinator", [404, 404, 404]),
        ("neighbour_curator", [404, 404, 404]),
        ("foreign_regional_coordinator", [404, 404, 404]),
    ],
)
def test_who_sees_coverage_and_who_prints_codes(people: Cast, part: str, statuses: list[int]) -> None:
    asked = open_campaign(pupils={"6А": 8})
    base = f"/campaigns/{asked.campaign.pk}/"
    urls = [base, f"{base}schools/{asked.school.pk}/", f"{base}schools/{asked.school.pk}/codes.pdf"]
    assert [_get(getattr(people, part), url) for url in urls] == statuses


def test_codes_are_printed_the_same_again_and_pupils_have_no_poster(people: Cast) -> None:
    asked = open_campaign(pupils={"6А": 8}, teachers=6)
    pupils, teachers = asked.cohort(Audience.PUPIL, "6А"), asked.cohort(Audience.TEACHER)
    browser = signed_in(people.school_coordinator)
    once = browser.get(f"/cohorts/{pupils.pk}/codes.pdf").content
    asked.answer(pupils, 1)
    assert browser.get(f"/cohorts/{pupils.pk}/codes.pdf").content == once
    assert [_status(browser, f"/cohorts/{each.pk}/poster.pdf") for each in (pupils, teachers)] == [404, 200]


def test_after_adding_codes_only_the_new_slips_are_printed(people: Cast) -> None:
    asked = open_campaign(pupils={"6А": 8})
    cohort = asked.cohort(Audience.PUPIL, "6А")
    browser = signed_in(people.school_coordinator)
    told = browser.post(f"/cohorts/{cohort.pk}/more/", {"how_many": "4"}, follow=True).text
    link = f"/cohorts/{cohort.pk}/codes.pdf?from=11"
    assert f'<a href="{link}">Скачать только новые листки</a>' in told
    assert sorted(cohort.codes.filter(number__gte=11).values_list("number", flat=True)) == [11, 12, 13, 14]
    assert browser.get(link).content != browser.get(f"/cohorts/{cohort.pk}/codes.pdf").content


def test_whoever_prints_is_told_that_used_codes_are_printed_too(people: Cast) -> None:
    asked = open_campaign(pupils={"6А": 8})
    url = f"/campaigns/{asked.campaign.pk}/schools/{asked.school.pk}/"
    words = "Печатаются все коды группы"
    assert words in signed_in(people.school_coordinator).get(url).text
    assert words not in signed_in(people.observer).get(url).text


def _status(browser: Client, url: str) -> int:
    return browser.get(url).status_code


@pytest.mark.parametrize("classes", [1, 3])
def test_pages_ask_as_often_however_much_they_show(
    people: Cast, classes: int, django_assert_num_queries: object
) -> None:
    labels = {f"{grade}А": 8 for grade in range(5, 5 + classes)}
    asked: Asked = open_campaign(pupils=labels)
    for n in range(classes):
        draft(title=f"Ещё {n}")
    for who, url, count in (
        (people.municipal_coordinator, "/campaigns/", 6),
        (people.municipal_coordinator, f"/campaigns/{asked.campaign.pk}/", 10),
        (people.school_coordinator, f"/campaigns/{asked.campaign.pk}/schools/{asked.school.pk}/", 7),
    ):
        browser = signed_in(who)
        browser.get(url)
        with django_assert_num_queries(count):  # type: ignore[operator]
            browser.get(url)


def test_what_waits_for_whom(people: Cast) -> None:
    from opora.surveys.queries import waiting_for

    campaign = draft(title="Осень")
    actions.reschedule(campaign=campaign, closes=TODAY + timedelta(days=20), by=operator(), at=AT)
    school = people.world.school

    def told(who: object, days: int = 0) -> list[tuple[str, str]]:
        found = waiting_for(who, today=TODAY + timedelta(days=days))  # type: ignore[arg-type]
        return [(each.title, each.action) for each in found]

    assert told(people.school_coordinator) == [("Осень: кто отвечает", "Записать классы")]
    assert told(people.municipal_coordinator) == [("Осень", "Открыть опрос")]
    assert told(people.teacher) == told(people.neighbour_school_coordinator) == []
    actions.fill_in(
        campaign=campaign,
        school=school,
        groups=[actions.Group(Audience.PUPIL, "6А", 20)],
        by=operator(),
        at=AT,
    )
    actions.open_campaign(campaign=campaign, by=operator(), at=AT)
    assert told(people.school_coordinator) == told(people.municipal_coordinator) == []
    assert told(people.municipal_coordinator, days=21) == [("Осень", "Закрыть или продлить")]
