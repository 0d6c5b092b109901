"""What happens to a campaign after it was made: late schools, the end by itself, its history, its files."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from openpyxl import load_workbook

from factories.people import Cast, signed_in
from factories.surveys import AT, TODAY, draft, open_campaign, waiting
from indicators.small import CONTENT
from opora.access import Refused, WrongState
from opora.access.actor import operator
from opora.catalogues.models import Definition, Version
from opora.catalogues.states import Origin, VersionState
from opora.history.models import Event
from opora.indicators.kinds import DEFAULT_CODE, KIND
from opora.questionnaires.instrument import Audience
from opora.surveys import actions, codes, entry, keys, queries
from opora.surveys.states import CampaignState
from opora.surveys.tasks import close_what_is_over
from opora.ui.text import date_ru

pytestmark = pytest.mark.django_db


def _words(browser: Client, url: str) -> str:
    return browser.get(url).content.decode()


def test_a_campaign_closes_by_itself_the_day_after_its_last(people: Cast) -> None:
    asked = open_campaign(pupils={"6А": 8})
    other = draft(title="Готовится")
    last = asked.campaign.closes
    assert actions.close_overdue(by=operator("Опора"), at=AT + (last - TODAY)) == []
    closed = actions.close_overdue(by=operator("Опора"), at=AT + (last - TODAY) + timedelta(days=1))
    assert [each.pk for each in closed] == [asked.campaign.pk]
    asked.campaign.refresh_from_db()
    other.refresh_from_db()
    assert (asked.campaign.state, other.state) == (CampaignState.CLOSED, CampaignState.DRAFT)
    event = Event.objects.filter(subject_kind="campaign", verb="закрыла опрос").get()
    assert (event.by_name, event.note) == ("Опора", f"Последний день, {date_ru(last)}, прошёл.")
    close_what_is_over()
    assert Event.objects.filter(verb="закрыла опрос").count() == 1


def test_a_campaign_that_was_prolonged_in_time_goes_on(people: Cast) -> None:
    asked = open_campaign(pupils={"6А": 8})
    later = asked.campaign.closes + timedelta(days=3)
    actions.reschedule(campaign=asked.campaign, closes=later, by=operator(), at=AT)
    assert actions.close_overdue(by=operator("Опора"), at=AT + timedelta(days=17)) == []


def test_a_school_comes_in_late_and_none_is_taken_out(people: Cast) -> None:
    asked = open_campaign(pupils={"6А": 8})
    w, campaign = people.world, asked.campaign
    browser = signed_in(people.municipal_coordinator)
    url = f"/campaigns/{campaign.pk}/schools/"
    page = _words(browser, url)
    assert (w.second_school.name in page, w.school.name in page) == (True, False)
    assert browser.post(url, {"schools": [w.school.pk]}).status_code == 422
    assert browser.post(url, {"schools": [w.second_school.pk]}).status_code == 302
    assert sorted(campaign.schools.values_list("school", flat=True)) == sorted(
        [w.school.pk, w.second_school.pk]
    )
    event = Event.objects.filter(verb="добавил(а) в опрос школы: 1").get()
    assert event.note == f"{w.second_school.name}."
    groups = [actions.Group(Audience.PUPIL, "7А", 10)]
    made = actions.fill_in(campaign=campaign, school=w.second_school, groups=groups, by=operator(), at=AT)
    assert made[0].codes.count() > 10
    asked.close()
    with pytest.raises(WrongState):
        actions.add_schools(
            campaign=campaign, schools=[w.foreign_school], by=people.municipal_coordinator, at=AT
        )


def test_only_its_coordinator_adds_schools(people: Cast) -> None:
    campaign = open_campaign(pupils={"6А": 8}).campaign
    for who in (people.school_coordinator, people.curator):
        with pytest.raises(Refused):
            actions.add_schools(campaign=campaign, schools=[people.world.second_school], by=who, at=AT)


@pytest.mark.parametrize(("told", "kept"), [(None, 5), (3, 5), (8, 8)])
def test_the_smallest_group_is_the_catalogues_and_never_below_five(
    people: Cast, told: int | None, kept: int
) -> None:
    if told is not None:
        _publish(told)
    assert draft().minimum_group == kept
    page = _words(signed_in(people.municipal_coordinator), "/campaigns/new/")
    assert f"Группы меньше {kept} человек не показываем" in page


def _publish(minimum_group: int) -> None:
    definition = Definition.objects.create(kind=KIND, code=DEFAULT_CODE, title="Факторы риска")
    Version.objects.create(
        definition=definition, number=1, state=VersionState.PUBLISHED,
        content={**CONTENT, "minimum_group": minimum_group}, content_hash=f"{minimum_group}",
        origin=Origin.OURS, created_at=AT, created_by_name="тест", published_at=AT, published_by_name="тест",
    )  # fmt: skip


def test_history_is_short_names_schools_and_tells_only_of_schools_one_sees(people: Cast) -> None:
    w = people.world
    campaign = draft(schools=[w.school, w.second_school])
    for n in range(12):
        for school in (w.school, w.second_school):
            groups = [actions.Group(Audience.PUPIL, "6А", 20 + n)]
            actions.fill_in(campaign=campaign, school=school, groups=groups, by=operator(), at=AT)
    url = f"/campaigns/{campaign.pk}/"
    browser = signed_in(people.municipal_coordinator)
    short, whole = _words(browser, url), _words(browser, f"{url}?history=all")
    assert (short.count("записал(а), кто отвечает"), whole.count("записал(а), кто отвечает")) == (10, 24)
    assert ("Показать всю историю" in short, "Показать всю историю" in whole) == (True, False)
    assert f"{w.second_school.name}. Групп: 1" in short
    own = queries.events_of(people.school_coordinator, campaign, limit=50)
    assert {each.note.split(".")[0] for each in own} == {w.school.name, "Школ: 2"}


def test_the_tables_of_the_screen_as_workbooks(people: Cast) -> None:
    asked = open_campaign(pupils={"6А": 8, "7А": 3}, teachers=6)
    asked.answer(asked.cohort(Audience.PUPIL, "6А"), 1)
    base = f"/campaigns/{asked.campaign.pk}/"
    schools = _rows(signed_in(people.municipal_coordinator), f"{base}coverage.xlsx")
    assert schools[0][1:5] == ("Школа", "Групп", "Ждём, чел.", "Ответили, чел.")
    assert schools[1][1:] == (asked.school.name, 3, 14, 1, 2, 0, "без групп меньше 5\xa0человек")
    groups = _rows(signed_in(people.school_coordinator), f"{base}schools/{asked.school.pk}/coverage.xlsx")
    assert groups[1:4] == [
        ("педагоги", 6, 0, 0, None),
        ("6А, обучающиеся", 8, 1, 0, None),
        ("7А, обучающиеся", 3, 0, 0, "группа слишком мала: не ждём"),
    ]
    assert signed_in(people.teacher).get(f"{base}coverage.xlsx").status_code == 403
    assert signed_in(people.neighbour_curator).get(f"{base}coverage.xlsx").status_code == 404


def _rows(browser: Client, url: str) -> list[tuple[object, ...]]:
    book = load_workbook(BytesIO(browser.get(url).content))
    return list(book[book.sheetnames[0]].iter_rows(values_only=True))


def test_a_folder_of_keys_that_cannot_be_read_is_told_in_words(people: Cast) -> None:
    asked = open_campaign(pupils={"6А": 8})
    pupils = asked.cohort(Audience.PUPIL, "6А")
    code = codes.code_of(pupils.pk, 1)
    place = Path(settings.HOME) / "keys" / keys.CODES
    place.rename(place.with_name("aside"))
    place.mkdir()
    keys._code_keys.cache_clear()
    with pytest.raises(keys.KeysUnreadable) as refused:
        entry.by_code(code, on=TODAY)
    assert "папку keys" in refused.value.reason
    printing = signed_in(people.school_coordinator).get(f"/cohorts/{pupils.pk}/codes.pdf")
    assert (printing.status_code, "папку keys" in printing.content.decode()) == (409, True)
    place.rmdir()
    place.with_name("aside").rename(place)
    keys._code_keys.cache_clear()
    assert entry.by_code(code, on=TODAY).cohort_id == pupils.pk
    assert waiting(asked.campaign) == 0


def test_the_form_of_classes_names_every_field_for_a_narrow_screen(people: Cast) -> None:
    campaign, school = draft(), people.world.school
    page = _words(
        signed_in(people.school_coordinator), f"/campaigns/{campaign.pk}/schools/{school.pk}/classes/"
    )
    assert '<div class="table stack"' in page
    assert page.count('<td data-l="Класс">') == page.count('<td data-l="Ученики">') > 0
