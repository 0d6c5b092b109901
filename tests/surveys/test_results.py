"""What came out of the pulse and of needs: by question, together, never of few."""

import pytest
from django.core.exceptions import ValidationError

from factories.people import cast, signed_in
from factories.surveys import AT, TODAY, Asked, draft, open_campaign, version
from opora.access.actor import operator
from opora.questionnaires.instrument import Audience, Instrument, Purpose, Question, QuestionType
from opora.surveys import actions, gathering
from opora.surveys.models import Campaign
from opora.surveys.states import CampaignState
from opora.surveys.tallies import Line, Tally, results, tally
from opora.surveys.tasks import gather

SEVERAL = Question("q2", "a", QuestionType.SEVERAL, "Что?", options=("а", "б", "в"))
SCALE = Question("q1", "a", QuestionType.SCALE, "Нравится?", minimum=1, maximum=3, high_label="очень")
MATRIX = Question("q3", "a", QuestionType.MATRIX, "Как?", options=("да", "нет"), rows=("утром", "днём"))
WORDS = Question("q4", "a", QuestionType.TEXT, "Ещё?")


def test_options_are_counted_among_those_who_answered() -> None:
    counts = {"q2.1": {0: 2, 1: 4}, "q2.2": {0: 6}, "q2.3": {1: 6}}
    (found,) = tally(SEVERAL, counts, {}, 5)
    assert found == Tally(SEVERAL, "", 6, (Line("а", 4), Line("б", 0), Line("в", 6)))


def test_a_scale_shows_every_step_and_its_ends() -> None:
    (found,) = tally(SCALE, {"q1": {1: 2, 3: 3}}, {}, 5)
    assert (found.answered, found.lines) == (5, (Line("1", 2), Line("2", 0), Line("3 — очень", 3)))


def test_a_row_that_few_answered_is_not_told() -> None:
    first, second = tally(MATRIX, {"q3.1": {1: 3, 2: 3}, "q3.2": {1: 4}}, {}, 5)
    assert (first.answered, first.lines) == (6, (Line("да", 3), Line("нет", 3)))
    assert (second.answered, second.lines) == (None, ())


def test_what_few_wrote_is_not_told() -> None:
    few, enough = (tally(WORDS, {}, {"q4": ["слово"] * many}, 5)[0] for many in (4, 5))
    assert (few.answered, few.written) == (None, ())
    assert (enough.answered, enough.written) == (5, ("слово",) * 5)


def pulse(pupils: int) -> Asked:
    """A closed short campaign of one school; everybody answered the same."""
    asked = open_campaign(pupils={"6А": pupils})
    Campaign.objects.filter(pk=asked.campaign.pk).update(purpose=Purpose.PULSE)
    for number in range(1, pupils + 1):
        asked.answer(asked.cohort(Audience.PUPIL, "6А"), number)
    asked.close()
    gather(asked.campaign.pk)
    asked.campaign.refresh_from_db()
    return asked


@pytest.mark.django_db
def test_the_school_and_the_coordinator_read_the_results_and_others_do_not() -> None:
    people = cast()
    asked = pulse(6)
    assert asked.campaign.state == CampaignState.REPORTED
    url = f"/campaigns/{asked.campaign.pk}/results/"
    page = signed_in(people.school_coordinator).get(url).text
    assert "Ответили 6\xa0человек" in page
    assert "Хочу больше опытов." in page
    assert "Написали 6\xa0человек" in page
    assert ">6,\xa0100\xa0%</td>" in page
    assert "Ответы 1\xa0школы вместе" in signed_in(people.municipal_coordinator).get(url).text
    codes = {
        name: signed_in(each).get(url).status_code
        for name, each in (
            ("curator", people.curator),
            ("neighbour", people.neighbour_municipal_coordinator),
            ("teacher", people.teacher),
        )
    }
    assert codes == {"curator": 403, "neighbour": 404, "teacher": 403}


@pytest.mark.django_db
def test_a_group_that_is_too_small_says_so() -> None:
    people = cast()
    asked = pulse(4)
    page = signed_in(people.school_coordinator).get(f"/campaigns/{asked.campaign.pk}/results/").text
    assert ("Группа слишком мала" in page, "Хочу больше опытов." in page) == (True, False)


@pytest.mark.django_db
def test_answers_for_the_profile_are_told_there_only() -> None:
    people = cast()
    asked = open_campaign(pupils={"6А": 6})
    url = f"/campaigns/{asked.campaign.pk}/results/"
    browser = signed_in(people.municipal_coordinator)
    assert browser.get(url).status_code == 409
    asked.close()
    gathering.finish(asked.campaign.pk)
    assert browser.get(url).status_code == 404


@pytest.mark.django_db
def test_questionnaires_for_different_ends_are_different_campaigns() -> None:
    other = version(Audience.TEACHER)
    other.content["purpose"] = "needs"
    campaign = draft()
    with pytest.raises(ValidationError, match="разные опросы"):
        actions.change_campaign(
            campaign=campaign,
            title="Всё сразу",
            opens=TODAY,
            closes=TODAY,
            instruments={Audience.PUPIL: version(Audience.PUPIL), Audience.TEACHER: other},
            by=operator(),
            at=AT,
        )


@pytest.mark.django_db
def test_schools_are_counted_together() -> None:
    asked = pulse(6)
    content = asked.campaign.instruments.get(audience="pupil").version.content
    found = results(
        asked.campaign.pk,
        Audience.PUPIL,
        Instrument.parse(content),
        [asked.school.pk],
        minimum=5,
        with_words=False,
    )
    assert (found.respondents, found.tallies[0].answered) == (6, 6)
    assert [each.written for each in found.tallies if each.question.type is QuestionType.TEXT] == [()]
