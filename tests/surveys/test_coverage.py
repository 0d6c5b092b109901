"""How many have answered: of the schools one sees, without groups too small, on pages of many schools."""

from importlib import import_module

import pytest
from django.db import connection

from factories.people import Cast, signed_in
from factories.surveys import AT, Asked, draft, open_campaign
from opora.access.actor import operator
from opora.questionnaires.instrument import Audience
from opora.surveys import actions, gathering, queries
from opora.surveys.actions import Group
from opora.surveys.coverage import Total, coverage, total, total_seen
from opora.surveys.models import Campaign, Cohort

pytestmark = pytest.mark.django_db


def of_two_schools(people: Cast) -> Asked:
    """An open campaign: classes full, half full, too small and emptied; in the second school none answered."""
    w = people.world
    campaign = draft(schools=[w.school, w.second_school])
    first = [
        Group(Audience.PUPIL, "6А", 6),
        Group(Audience.PUPIL, "7А", 10),
        Group(Audience.PUPIL, "8А", 3),
        Group(Audience.TEACHER, "", 5),
    ]
    for school, groups in ((w.school, first), (w.second_school, [Group(Audience.PUPIL, "6А", 20)])):
        actions.fill_in(campaign=campaign, school=school, groups=groups, by=operator(), at=AT)
    campaign = actions.open_campaign(campaign=campaign, by=operator(), at=AT)
    asked = Asked(campaign, w.school)
    for label, many in (("6А", 7), ("7А", 4), ("8А", 3)):
        for number in range(1, many + 1):
            asked.answer(asked.cohort(Audience.PUPIL, label), number)
    _by_poster(asked.cohort(Audience.TEACHER), 7)
    Cohort.objects.create(campaign=campaign, school=w.school, audience="pupil", class_label="9А", expected=0)
    return asked


def _by_poster(cohort: Cohort, many: int) -> None:
    with connection.cursor() as cursor:
        for number in range(many):
            cursor.execute("INSERT INTO surveys_poster VALUES (%s, %s)", [cohort.pk, number.to_bytes(16)])


def test_small_groups_are_in_no_total_and_no_group_answers_for_another(people: Cast) -> None:
    asked = of_two_schools(people)
    # 6 of 6 (seven came), 4 of 10, 5 of 5 (seven came by the poster); the second school 0 of 20
    assert total_seen(people.school_coordinator, asked.campaign.pk) == Total(21, 15, 7, 3, 2, 1)
    assert total_seen(people.municipal_coordinator, asked.campaign.pk) == Total(41, 15, 7, 4, 2, 1)
    assert total_seen(people.neighbour_curator, asked.campaign.pk) == Total(0, 0, 0, 0, 0, 0)


def test_the_database_sums_up_as_the_cohorts_do_before_and_after_closing(people: Cast) -> None:
    asked = of_two_schools(people)
    open_campaign(pupils={"6А": 9})
    actors = (people.school_coordinator, people.municipal_coordinator, people.neighbour_curator, operator())

    def summed() -> list[Total]:
        found = [total_seen(actor, asked.campaign.pk) for actor in actors]
        assert found == [total(coverage(actor, asked.campaign.pk)) for actor in actors]
        return found

    before = summed()
    asked.close()
    gathering.finish(asked.campaign.pk)
    assert summed() == before


def test_cohorts_of_chosen_schools_are_the_same_as_among_all(people: Cast) -> None:
    asked = of_two_schools(people)
    whole = coverage(people.municipal_coordinator, asked.campaign.pk)
    own = coverage(people.municipal_coordinator, asked.campaign.pk, schools=[asked.school.pk])
    assert own == [each for each in whole if each.school_id == asked.school.pk]
    assert [(each.class_label, each.used, each.by_poster) for each in own] == [
        ("6А", 7, 0), ("7А", 4, 0), ("8А", 3, 0), ("9А", 0, 0), ("", 0, 7),
    ]  # fmt: skip
    assert coverage(people.municipal_coordinator, asked.campaign.pk, schools=[]) == []


def test_the_list_counts_the_schools_one_sees_and_those_that_named_their_classes(people: Cast) -> None:
    w = people.world
    asked = of_two_schools(people)
    Cohort.objects.filter(campaign=asked.campaign, school=w.second_school).update(expected=0)
    empty = draft(title="Пустой", schools=[])

    def counts(actor: object) -> list[tuple[str, int, int]]:
        return [(each.title, each.schools, each.filled) for each in queries.campaign_rows(actor)]  # type: ignore[arg-type]

    assert counts(people.municipal_coordinator) == [(empty.title, 0, 0), (asked.campaign.title, 2, 1)]
    assert counts(operator()) == counts(people.municipal_coordinator)
    assert counts(people.school_coordinator) == [(asked.campaign.title, 1, 1)]
    assert counts(people.neighbour_curator) == []


def test_a_page_shows_its_schools_and_the_figures_of_all(
    people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("opora.surveys.views.campaigns"), "AT_ONCE", 1)
    w = people.world
    asked = of_two_schools(people)
    browser = signed_in(people.municipal_coordinator)
    url = f"/campaigns/{asked.campaign.pk}/"
    first, second = (browser.get(f"{url}?page={number}").text for number in (1, 2))
    links = [f'"{url}schools/{school.pk}/"' for school in (w.school, w.second_school)]
    shown = [[link in page for link in links] for page in (first, second)]
    assert sorted(shown) == [[False, True], [True, False]]
    assert [page.count("15 из 41, без групп меньше 5\xa0человек") for page in (first, second)] == [1, 1]


def test_figures_say_what_they_leave_out(people: Cast) -> None:
    asked = of_two_schools(people)
    words = "без групп меньше 5\xa0человек"
    base = f"/campaigns/{asked.campaign.pk}/"
    urls = (base, f"{base}schools/{asked.school.pk}/", f"{base}close/")
    browser = signed_in(people.municipal_coordinator)
    # on the campaign's page beside the figure of all and beside the school's
    assert [browser.get(url).text.count(words) for url in urls] == [2, 1, 1]
    second = people.world.second_school
    assert words not in browser.get(f"{base}schools/{second.pk}/").text


def test_without_small_groups_nothing_is_said_of_them(people: Cast) -> None:
    asked = open_campaign(pupils={"6А": 5})
    Cohort.objects.create(
        campaign=asked.campaign, school=asked.school, audience="pupil", class_label="7А", expected=0
    )
    base = f"/campaigns/{asked.campaign.pk}/"
    browser = signed_in(people.municipal_coordinator)
    for url in (base, f"{base}schools/{asked.school.pk}/", f"{base}close/"):
        assert "без групп" not in browser.get(url).text
    assert "Группы меньше" not in browser.get(f"{base}schools/{asked.school.pk}/").text


def test_a_campaign_in_preparation_shows_no_figures(people: Cast) -> None:
    page = signed_in(people.municipal_coordinator).get(f"/campaigns/{draft().pk}/").text
    assert "Сколько ответили" not in page
    assert Campaign.objects.get().title in page
