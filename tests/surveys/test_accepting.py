"""Coming in by a code or a poster, and an answer taken exactly once."""

import secrets
from datetime import timedelta

import pytest

from factories.surveys import ANSWERS, AT, TODAY, Asked, draft, open_campaign, waiting
from opora.access.actor import operator
from opora.questionnaires.instrument import Audience
from opora.surveys import actions, codes, entry, keys, posters
from opora.surveys.entry import CodeExpired, CodeUsed, MistypedCode, UnknownCode
from opora.surveys.models import Code

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked() -> Asked:
    return open_campaign(pupils={"6А": 8}, teachers=6)


def test_a_code_leads_to_its_class_and_instrument(asked: Asked) -> None:
    cohort = asked.cohort(Audience.PUPIL, "6А")
    typed = codes.shown(codes.code_of(cohort.pk, 1)).lower()
    found = entry.by_code(typed, on=TODAY)
    assert (found.cohort_id, found.campaign_id, found.school_name, found.class_label, found.audience) == (
        cohort.pk,
        asked.campaign.pk,
        asked.school.name,
        "6А",
        Audience.PUPIL,
    )
    assert entry.instrument_of(found).audience is Audience.PUPIL


def test_an_answer_is_stored_once_and_its_code_is_used(asked: Asked) -> None:
    cohort = asked.cohort(Audience.PUPIL, "6А")
    receipt = asked.answer(cohort, 1)
    assert (receipt.again, len(receipt.word.split()), waiting(asked.campaign)) == (False, 2, 1)
    assert list(Code.objects.filter(is_used=True).values_list("cohort", "number")) == [(cohort.pk, 1)]
    with pytest.raises(CodeUsed):
        entry.by_code(codes.code_of(cohort.pk, 1), on=TODAY)


def test_the_same_sending_again_gets_the_same_word_and_stores_nothing(asked: Asked) -> None:
    cohort, retry = asked.cohort(Audience.PUPIL, "6А"), secrets.token_bytes(32)
    first = asked.answer(cohort, 1, retry=retry)
    again = asked.answer(cohort, 1, retry=retry, q1=5)
    assert (again.word, again.again, waiting(asked.campaign)) == (first.word, True, 1)


def test_another_sending_by_a_used_code_is_refused(asked: Asked) -> None:
    cohort = asked.cohort(Audience.PUPIL, "6А")
    asked.answer(cohort, 1)
    with pytest.raises(CodeUsed):
        asked.answer(cohort, 1)
    assert waiting(asked.campaign) == 1


def test_one_retry_key_serves_two_codes_apart(asked: Asked) -> None:
    retry, pupils, teachers = (
        secrets.token_bytes(16),
        asked.cohort(Audience.PUPIL, "6А"),
        asked.cohort(Audience.TEACHER),
    )
    assert [asked.answer(c, n, retry=retry).again for c, n in ((pupils, 1), (pupils, 2), (teachers, 1))] == [
        False
    ] * 3
    assert waiting(asked.campaign) == 3


def test_a_typing_error_is_told_apart_from_a_foreign_code(asked: Asked) -> None:
    code = codes.code_of(asked.cohort(Audience.PUPIL, "6А").pk, 1)
    wrong = ("2" if code[0] != "2" else "3") + code[1:]
    with pytest.raises(MistypedCode):
        entry.by_code(wrong, on=TODAY)
    with pytest.raises(UnknownCode) as foreign:
        entry.by_code(codes.with_check("2" * codes.CHANCE), on=TODAY)
    assert not isinstance(foreign.value, MistypedCode)


def test_the_window_is_kept_to_the_day(asked: Asked) -> None:
    cohort, last = asked.cohort(Audience.PUPIL, "6А"), asked.campaign.closes
    with pytest.raises(CodeExpired):
        asked.answer(cohort, 1, on=TODAY - timedelta(days=1))
    with pytest.raises(CodeExpired):
        asked.answer(cohort, 1, on=last + timedelta(days=1))
    assert not asked.answer(cohort, 1, on=last).again
    assert waiting(asked.campaign) == 1


def test_a_longer_window_takes_answers_again(asked: Asked) -> None:
    cohort, late = asked.cohort(Audience.PUPIL, "6А"), asked.campaign.closes + timedelta(days=3)
    with pytest.raises(CodeExpired):
        asked.answer(cohort, 1, on=late)
    actions.reschedule(campaign=asked.campaign, closes=late, by=operator(), at=AT)
    assert not asked.answer(cohort, 1, on=late).again


def test_after_closing_nothing_is_taken_and_the_words_say_whether_the_answer_came(asked: Asked) -> None:
    cohort = asked.cohort(Audience.PUPIL, "6А")
    retry = secrets.token_bytes(16)
    asked.answer(cohort, 1, retry=retry)
    asked.close()
    taken = "Ответ по этому коду уже получен, больше ничего не нужно."
    late = "Ответить уже нельзя. Если считаете, что это ошибка, спросите в школе."
    for number, words in ((1, taken), (2, late)):
        with pytest.raises(CodeExpired) as refused:
            asked.answer(cohort, number)
        assert refused.value.reason == f"Опрос закрыт раньше срока. {words}"
    assert waiting(asked.campaign) == 1


def test_a_code_of_another_campaign_stays_its_own(asked: Asked) -> None:
    other = draft(title="Другой")
    actions.fill_in(
        campaign=other,
        school=asked.school,
        groups=[actions.Group(Audience.TEACHER, "", 6)],
        by=operator(),
        at=AT,
    )
    other = actions.open_campaign(campaign=other, by=operator(), at=AT)
    foreign = Asked(other, asked.school)
    foreign.answer(foreign.cohort(Audience.TEACHER), 1)
    assert (waiting(other), waiting(asked.campaign)) == (1, 0)


def test_a_poster_takes_each_sending_once(asked: Asked) -> None:
    teachers = asked.cohort(Audience.TEACHER)
    token, retry = posters.token_of(teachers.pk), secrets.token_bytes(16)
    assert entry.by_poster(token, on=TODAY).kind == "poster"

    def send(key: bytes) -> entry.Receipt:
        return entry.accept(code=None, poster=token, retry_key=key, language="tt", answers=ANSWERS, on=TODAY)

    first, again, other = send(retry), send(retry), send(secrets.token_bytes(16))
    assert (first.again, again.again, other.again, again.word) == (False, True, False, first.word)
    assert waiting(asked.campaign) == 2
    with pytest.raises(UnknownCode):
        entry.by_poster(token[:-1] + ("a" if token[-1] != "a" else "b"), on=TODAY)
    with pytest.raises(UnknownCode):
        entry.by_poster("²-abc", on=TODAY)


def test_a_lost_key_takes_no_answers(asked: Asked) -> None:
    keys.throw_away(bytes(asked.campaign.public_key))
    with pytest.raises(CodeExpired):
        asked.answer(asked.cohort(Audience.PUPIL, "6А"), 1)
    assert (waiting(asked.campaign), Code.objects.filter(is_used=True).count()) == (0, 0)


def test_an_instrument_superseded_meanwhile_stays_as_chosen(asked: Asked) -> None:
    found = entry.by_code(codes.code_of(asked.cohort(Audience.PUPIL, "6А").pk, 1), on=TODAY)
    chosen = asked.campaign.instruments.get(audience=Audience.PUPIL).version
    chosen.state, chosen.superseded_at = "superseded", AT
    chosen.save(update_fields=["state", "superseded_at"])
    entry.forget()
    assert entry.by_code(codes.code_of(found.cohort_id, 1), on=TODAY).version_id == chosen.pk


def test_taking_an_answer_is_one_statement(asked: Asked, django_assert_num_queries: object) -> None:
    cohort = asked.cohort(Audience.PUPIL, "6А")
    code = codes.code_of(cohort.pk, 1)
    entry.instrument_of(entry.addressed(code=code, poster=None))
    with django_assert_num_queries(1):  # type: ignore[operator]
        asked.answer(cohort, 1)
