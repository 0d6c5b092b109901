"""What analytics reads, what is printed, and how a campaign's turns follow each other."""

import io

import pytest
from django.db import connection
from pypdf import PdfReader

from factories.people import cast, signed_in
from factories.surveys import AT, Asked, draft, open_campaign
from opora.access import WrongState
from opora.access.actor import operator
from opora.questionnaires.instrument import Audience
from opora.surveys import actions, after, codes, gathering, sources, tasks
from opora.surveys.sources import Counted, Words
from opora.surveys.states import MOVES, TRANSITIONS, CampaignState

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked() -> Asked:
    asked = open_campaign(pupils={"6А": 8}, teachers=6)
    for number in range(1, 8):
        asked.answer(asked.cohort(Audience.PUPIL, "6А"), number, q1=number % 5 + 1, q4="")
    for number in range(1, 4):
        asked.answer(asked.cohort(Audience.TEACHER), number)
    return asked


def _answers(cycle_id: int) -> list[tuple[object, ...]]:
    with sources.reading() as cursor:
        cursor.execute(sources.answers_sql(cycle_id))
        assert tuple(each.name for each in cursor.description) == tuple(name for name, _ in sources.COLUMNS)
        return list(cursor.fetchall())


def test_nothing_is_read_before_closing(asked: Asked) -> None:
    gathering.gather(asked.campaign.pk)
    assert _answers(asked.campaign.cycle_id) == []
    assert sources.respondents(asked.campaign.cycle_id) == {}


def test_answers_are_rows_of_items_in_order_of_school(asked: Asked) -> None:
    asked.close()
    gathering.finish(asked.campaign.pk)
    rows, school = _answers(asked.campaign.cycle_id), asked.school.pk
    assert rows == sorted(rows, key=lambda row: (row[0], row[1], row[2], row[3]))
    assert len(rows) == 10 * 5
    assert [row for row in rows if row[1:3] == ("pupil", "q1")] == [
        (school, "pupil", "q1", value) for value in sorted(n % 5 + 1 for n in range(1, 8))
    ]
    campaign = asked.campaign.pk
    assert sources.respondents(asked.campaign.cycle_id) == {
        school: {Audience.PUPIL: Counted(campaign, 7), Audience.TEACHER: Counted(campaign, 3)}
    }
    assert _answers(asked.campaign.cycle_id + 1) == []


def test_an_audience_asked_twice_counts_as_it_answered_last(asked: Asked) -> None:
    again = open_campaign(pupils={"6А": 8})
    for number in range(1, 7):
        again.answer(again.cohort(Audience.PUPIL, "6А"), number, q1=4)
    for each in (asked, again):
        each.close()
        gathering.finish(each.campaign.pk)
    assert sources.respondents(asked.campaign.cycle_id)[asked.school.pk] == {
        Audience.PUPIL: Counted(again.campaign.pk, 6),
        Audience.TEACHER: Counted(asked.campaign.pk, 3),
    }
    rows = _answers(asked.campaign.cycle_id)
    assert [row[3] for row in rows if row[1:3] == ("pupil", "q1")] == [4] * 6
    assert len([row for row in rows if row[1:3] == ("teacher", "q1")]) == 3


def test_copy_gives_the_same_rows(asked: Asked) -> None:
    asked.close()
    gathering.finish(asked.campaign.pk)
    with sources.reading() as cursor:
        statement = f"COPY ({sources.answers_sql(asked.campaign.cycle_id)}) TO STDOUT (FORMAT csv)"
        with cursor.copy(statement) as copy:
            copied = b"".join(copy).decode().splitlines()
    assert copied == [",".join(map(str, row)) for row in _answers(asked.campaign.cycle_id)]


def test_words_of_too_few_are_not_read(asked: Asked) -> None:
    asked.close()
    gathering.finish(asked.campaign.pk)
    assert (
        sources.words_of(asked.campaign.pk, asked.school.pk, minimum=5)
        == [Words(Audience.PUPIL, "q4", "")] * 7
    )
    found = sources.words_of(asked.campaign.pk, asked.school.pk, minimum=3)
    assert [each for each in found if each.audience is Audience.TEACHER] == [
        Words(Audience.TEACHER, "q4", "Хочу больше опытов.")
    ] * 3


def test_others_are_told_when_a_campaign_is_gathered(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(after, "_names", [])
    after.register("surveys.issue")
    after.register("surveys.issue")
    asked.close()
    tasks.gather(asked.campaign.pk)
    tasks.gather(asked.campaign.pk)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name, args::jsonb->>%s FROM procrastinate_jobs WHERE task_name = %s",
            ["campaign_id", "surveys.issue"],
        )
        assert cursor.fetchall() == [("surveys.issue", str(asked.campaign.pk))]


def test_results_are_shown_only_after_gathering(asked: Asked) -> None:
    with pytest.raises(WrongState):
        actions.mark_reported(campaign=asked.campaign, by=operator(), at=AT)
    asked.close()
    gathering.finish(asked.campaign.pk)
    shown = actions.mark_reported(campaign=asked.campaign, by=operator(), at=AT)
    assert shown.state == CampaignState.REPORTED
    with pytest.raises(WrongState):
        actions.open_campaign(campaign=shown, by=operator(), at=AT)


def test_every_state_says_who_moves_next() -> None:
    assert set(TRANSITIONS) == set(MOVES) == set(CampaignState)


def test_slips_hold_every_code_of_the_group_and_say_when_it_ends(asked: Asked) -> None:
    cohort = asked.cohort(Audience.PUPIL, "6А")
    answer = signed_in(cast().school_coordinator).get(f"/cohorts/{cohort.pk}/codes.pdf")
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert answer["Cache-Control"] == "private, no-store"
    for number in range(1, 11):
        assert codes.shown(codes.code_of(cohort.pk, number)) in text
    assert "до 28.09.2026" in text
    later = signed_in(cast().school_coordinator).get(f"/cohorts/{cohort.pk}/codes.pdf?from=10")
    last = PdfReader(io.BytesIO(later.content)).pages[0].extract_text()
    assert [codes.shown(codes.code_of(cohort.pk, number)) in last for number in (9, 10)] == [False, True]


def test_a_school_without_codes_is_told_to_write_its_classes_first() -> None:
    asked = open_campaign(pupils={"6А": 8})
    asked.campaign.cohorts.all().delete()
    browser = signed_in(cast().school_coordinator)
    answer = browser.get(f"/campaigns/{asked.campaign.pk}/schools/{asked.school.pk}/codes.pdf")
    assert answer.status_code == 409


def test_a_draft_can_be_thrown_away() -> None:
    campaign = draft()
    browser = signed_in(cast().municipal_coordinator)
    assert browser.post(f"/campaigns/{campaign.pk}/discard/").status_code == 302
    assert browser.get(f"/campaigns/{campaign.pk}/").status_code == 404
