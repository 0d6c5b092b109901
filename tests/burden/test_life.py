"""The life of an inquiry: prepared against what is known, sent, answered, followed, closed."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from conftest import NOW
from factories.burden import answered, draft_inquiry, looked, reply_of, sent_inquiry
from factories.organisations import figures
from factories.people import Cast
from opora.access import Conflict, Refused, WrongState
from opora.access.actor import operator
from opora.burden import actions
from opora.burden.actions import About
from opora.burden.models import Answer, Inquiry, Reply
from opora.burden.queries import diary_of, inquiries_visible_to, replies_visible_to, waiting_for
from opora.burden.queries.asking import preview
from opora.burden.rules import ANSWER
from opora.burden.states import (
    MOVES,
    REPLY_MOVES,
    REPLY_TRANSITIONS,
    TRANSITIONS,
    AnswerSource,
    InquiryState,
    QuestionKind,
    ReplyState,
    Way,
    Whom,
)
from opora.history.models import Event
from opora.inbox import Reason
from opora.organisations.actions import close_organisation, merge_organisation

pytestmark = pytest.mark.django_db

PUPILS = (Way.TAKE, "figures:pupils")
OFFER = (Way.OFFER, "figures:pupils")
TODAY = NOW.date()


def sent(people: Cast, *ways: tuple[Way, str], **more: object) -> Inquiry:
    w = people.world
    return sent_inquiry(
        w.municipality, w.cycle, [w.school, w.second_school], *ways, by=people.municipal_coordinator, at=NOW,
        **more,
    )  # fmt: skip


def values(reply: Reply) -> dict[str, tuple[str, str]]:
    rows: Iterable[Answer] = reply.answers.select_related("question")
    return {each.question.text: (each.value, each.source) for each in rows}


def test_states_are_total() -> None:
    assert set(TRANSITIONS) == set(MOVES) == set(InquiryState)
    assert set(REPLY_TRANSITIONS) == set(REPLY_MOVES) == set(ReplyState)


def test_what_is_known_is_found_with_its_day_and_origin(people: Cast) -> None:
    w, who = people.world, people.municipal_coordinator
    figures(w.school, 2025, pupils=480)
    figures(w.school, 2024, pupils=999)
    draft = draft_inquiry(w.municipality, w.cycle, [w.school, w.second_school], by=who, at=NOW)
    plan = preview(who, draft, today=TODAY)
    first, second = plan.lines
    assert first.offers[0].fact.code == "figures:pupils"
    assert first.offers[0].is_same
    answers = first.answers("figures:pupils")
    assert set(answers) == {w.school.pk}
    answer, value = answers[w.school.pk]
    assert (answer, value.origin, value.on) == ("480", "карточка школы, 2025/26", date(2025, 9, 1))
    assert value.url == f"/schools/{w.school.pk}/"
    assert second.offers == []


def test_only_what_is_not_known_is_asked_and_the_rest_is_counted(people: Cast) -> None:
    w = people.world
    figures(w.school, 2025, pupils=480)
    one = [("Сколько обучающихся?", QuestionKind.NUMBER)]
    inquiry = sent(people, PUPILS, questions=one)
    known, asked = reply_of(inquiry, w.school), reply_of(inquiry, w.second_school)
    assert (known.state, asked.state) == (ReplyState.KNOWN, ReplyState.AWAITED)
    assert values(known) == {"Сколько обучающихся?": ("480", AnswerSource.SYSTEM)}
    assert values(asked) == {}
    # of two schools each 5 to open and 5 to answer, one was asked
    assert (inquiry.spared_answers, inquiry.spared_schools, inquiry.spared_minutes) == (1, 1, 10)
    event = Event.objects.filter(subject_kind="inquiry", subject_id=inquiry.pk).first()
    assert event is not None
    assert event.verb == "отправил(а) запрос сведений"


def test_what_is_known_is_looked_up_anew_when_it_is_sent(people: Cast) -> None:
    w, who = people.world, people.municipal_coordinator
    draft = looked(draft_inquiry(w.municipality, w.cycle, [w.school], by=who, at=NOW), PUPILS, by=who, at=NOW)
    figures(w.school, 2025, pupils=77)
    inquiry = actions.send(inquiry=draft, by=who, at=NOW)
    assert values(reply_of(inquiry, w.school))["Сколько обучающихся?"] == ("77", AnswerSource.SYSTEM)


def test_nothing_is_sent_before_what_is_known_was_looked_at(people: Cast) -> None:
    w, who = people.world, people.municipal_coordinator
    draft = draft_inquiry(w.municipality, w.cycle, [w.school], by=who, at=NOW)
    with pytest.raises(WrongState, match="Сначала посмотрите"):
        actions.send(inquiry=draft, by=who, at=NOW)
    draft = looked(draft, by=who, at=NOW)
    more = [("Сколько учителей?", QuestionKind.NUMBER)]
    actions.add_questions(inquiry=draft, questions=more, by=who, at=NOW)
    with pytest.raises(WrongState, match="Сначала посмотрите"):
        actions.send(inquiry=draft, by=who, at=NOW)


def test_the_same_question_asked_before_is_shown_with_its_answers(people: Cast) -> None:
    w, who = people.world, people.municipal_coordinator
    asked = [("Сколько спортивных залов в школе?", QuestionKind.NUMBER)]
    before = sent_inquiry(
        w.region, w.cycle, [w.school], questions=asked, by=people.regional_coordinator, at=NOW
    )
    answered(reply_of(before, w.school), "2", by=people.school_head, at=NOW)
    again = [("Количество спортивных залов", QuestionKind.NUMBER)]
    draft = draft_inquiry(
        w.municipality, w.cycle, [w.school, w.second_school], questions=again, by=who, at=NOW
    )
    (line,) = preview(who, draft, today=TODAY).lines
    (repeat,) = line.repeats
    assert "Кадры на осень" in repeat.fact.where
    assert "Приречная область" in repeat.fact.where
    assert {school: answer for school, (answer, _) in line.answers(repeat.fact.code).items()} == {
        w.school.pk: "2"
    }
    taken = actions.send(inquiry=looked(draft, (Way.TAKE, repeat.fact.code), by=who, at=NOW), by=who, at=NOW)
    answer = reply_of(taken, w.school).answers.get()
    assert answer.origin == "ответ на запрос «Кадры на осень»"
    assert answer.as_of == TODAY
    # a year and a day later it is a new question
    Inquiry.objects.update(sent_at=NOW - timedelta(days=366))
    other = draft_inquiry(w.municipality, w.cycle, [w.school], questions=again, by=who, at=NOW)
    Inquiry.objects.filter(pk=before.pk).update(sent_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert not preview(who, other, today=TODAY).lines[0].repeats


def test_a_value_left_as_it_was_offered_is_confirmed(people: Cast) -> None:
    w = people.world
    figures(w.school, 2025, pupils=480)
    inquiry = sent(people, OFFER)
    reply = reply_of(inquiry, w.school)
    assert reply.state == ReplyState.AWAITED
    assert values(reply)["Сколько обучающихся?"] == ("480", AnswerSource.OFFERED)
    done = answered(reply, "480", "yes", by=people.school_coordinator, seen=0, at=NOW)
    assert done.state == ReplyState.ANSWERED
    assert values(done) == {
        "Сколько обучающихся?": ("480", AnswerSource.CONFIRMED),
        "Есть ли в школе спортивный клуб?": ("yes", AnswerSource.SCHOOL),
    }
    # put right later: not from elsewhere any more
    again = answered(done, "481", "no", by=people.school_head, at=NOW)
    kept = again.answers.get(value="481")
    assert (kept.source, kept.origin, kept.as_of) == (AnswerSource.SCHOOL, "", None)


def test_a_school_does_not_overwrite_what_the_system_answered(people: Cast) -> None:
    w = people.world
    figures(w.school, 2025, pupils=480)
    reply = reply_of(sent(people, PUPILS), w.school)
    done = answered(reply, "1", "yes", by=people.school_head, at=NOW)
    assert values(done)["Сколько обучающихся?"] == ("480", AnswerSource.SYSTEM)


def test_everything_missing_or_wrong_is_told_at_once(people: Cast) -> None:
    reply = reply_of(sent(people), people.world.school)
    with pytest.raises(ValidationError) as refused:
        answered(reply, "много", "", by=people.school_head, at=NOW)
    words = [words for each in refused.value.message_dict.values() for words in each]
    assert words == ["Впишите число цифрами: 12 или 12,5.", "Без этого ответа запрос не отправить."]
    reply.refresh_from_db()
    assert reply.state == ReplyState.AWAITED


def test_two_people_of_a_school_at_once(people: Cast) -> None:
    reply = reply_of(sent(people), people.world.school)
    answered(reply, "10", "yes", seen=0, by=people.school_head, at=NOW)
    with pytest.raises(Conflict, match="Директорова"):
        answered(reply, "11", "yes", seen=0, by=people.school_coordinator, at=NOW)
    reply.refresh_from_db()
    assert values(reply)["Сколько обучающихся?"][0] == "10"
    # the same form sent twice is one answer
    events = Event.objects.count()
    answered(reply, "10", "yes", seen=0, by=people.school_head, at=NOW)
    assert Event.objects.count() == events


def test_asking_again_letting_off_and_closing(people: Cast) -> None:
    w, who = people.world, people.municipal_coordinator
    inquiry = sent(people)
    first, second = reply_of(inquiry, w.school), reply_of(inquiry, w.second_school)
    with pytest.raises(WrongState):
        actions.give_back(reply=first, words="Уточните", by=who, at=NOW)
    answered(first, "10", "yes", by=people.school_head, at=NOW)
    with pytest.raises(ValidationError):
        actions.give_back(reply=first, words=" ", by=who, at=NOW)
    actions.give_back(reply=first, words="Без дошкольников", by=who, at=NOW)
    (waiting,) = waiting_for(people.school_head)
    assert waiting.reason is Reason.MEND
    actions.excuse(reply=second, words="Нашли сами", by=who, at=NOW)
    answered(first, "9", "yes", by=people.school_head, at=NOW)
    (waiting,) = waiting_for(who)
    assert waiting.title.endswith("ответили все")
    actions.close(inquiry=inquiry, by=who, at=NOW)
    assert waiting_for(who) == waiting_for(people.school_head) == []
    first.refresh_from_db()
    with pytest.raises(WrongState, match="Запрос закрыт"):
        answered(first, "8", "yes", by=people.school_head, at=NOW)


def test_a_school_merged_meanwhile_is_not_awaited_and_its_successor_may_be_asked(people: Cast) -> None:
    w, who = people.world, people.municipal_coordinator
    third = figures(w.neighbour_school).organisation
    inquiry = sent_inquiry(w.municipality, w.cycle, [w.second_school], by=who, at=NOW)
    reply = reply_of(inquiry, w.second_school)
    merge_organisation(w.second_school, into=w.school, merged_on=TODAY, by=operator(), at=NOW)
    reply = reply_of(inquiry, w.second_school)
    (waiting,) = waiting_for(who)
    assert waiting.title.endswith("ответили все")
    assert "присоединена" in (ANSWER.refusal(people.school_head, reply) or "")
    # the school it became part of sees it
    assert reply in replies_visible_to(people.school_head)
    made = actions.ask_successor(reply=reply, by=who, at=NOW)
    assert made.school == w.school
    reply.refresh_from_db()
    assert reply.state == ReplyState.EXCUSED
    assert [each.action for each in waiting_for(people.school_head)] == ["Ответить"]
    other = reply_of(sent_inquiry(w.region, w.cycle, [third], by=people.regional_coordinator, at=NOW), third)
    with pytest.raises(WrongState, match="нет действующей преемницы"):
        actions.ask_successor(reply=other, by=people.regional_coordinator, at=NOW)


def test_a_closed_school_is_not_asked(people: Cast) -> None:
    w, who = people.world, people.municipal_coordinator
    draft = looked(
        draft_inquiry(w.municipality, w.cycle, [w.school, w.second_school], by=who, at=NOW), by=who, at=NOW
    )
    close_organisation(w.school, closed_on=TODAY, by=operator(), at=NOW)
    inquiry = actions.send(inquiry=draft, by=who, at=NOW)
    assert [each.school for each in inquiry.replies.select_related("school")] == [w.second_school]


def test_schools_marked_one_by_one_lie_anywhere_in_the_territory(people: Cast) -> None:
    w, who = people.world, people.regional_coordinator
    draft = draft_inquiry(w.region, w.cycle, [w.school], by=who, at=NOW)
    draft = actions.choose_schools(
        inquiry=draft, place=w.municipality, whom=Whom.CHOSEN, chosen=[w.neighbour_school], by=who, at=NOW
    )
    assert [each.pk for each in preview(who, draft, today=TODAY).schools] == [w.neighbour_school.pk]


def test_an_urgent_one_stands_first_with_its_hour(people: Cast) -> None:
    at = datetime(2026, 9, 15, 11, 0, tzinfo=UTC)
    sent(people, title="Без часа", due=TODAY)
    inquiry = sent(people, title="К часу", due=None, answer_by=at, zone="Asia/Irkutsk")
    assert inquiry.due == date(2026, 9, 15)
    found = waiting_for(people.school_head)
    urgent = next(each for each in found if each.is_urgent)
    assert urgent.title == "К часу, до 15\xa0сентября, 19:00 (Иркутск, МСК+5)"
    assert urgent.due == date(2026, 9, 15)
    assert inquiry.is_late(at + timedelta(minutes=1))
    assert not inquiry.is_late(at)
    entries = diary_of(people.school_head, TODAY, TODAY + timedelta(days=1))
    assert {(each.title, each.starts_at) for each in entries} == {
        ("Ответить: Без часа", None),
        ("Ответить: К часу", at),
    }
    assert len(diary_of(people.municipal_coordinator, TODAY, TODAY)) == 1


def test_an_hour_or_a_day_that_is_past_is_refused(people: Cast) -> None:
    w, who = people.world, people.municipal_coordinator
    for more in ({"due": TODAY - timedelta(days=1)}, {"due": None}, {"answer_by": NOW}, {"why": " "}):
        with pytest.raises(ValidationError):
            draft_inquiry(w.municipality, w.cycle, [w.school], by=who, at=NOW, **more)
    draft = looked(draft_inquiry(w.municipality, w.cycle, [w.school], by=who, at=NOW), by=who, at=NOW)
    with pytest.raises(ValidationError, match="Срок ответа уже прошёл"):
        actions.send(inquiry=draft, by=who, at=NOW + timedelta(days=30))


def test_who_asks_whom(people: Cast) -> None:
    w = people.world
    with pytest.raises(Refused):
        draft_inquiry(w.municipality, w.cycle, [w.school], by=people.curator, at=NOW)
    with pytest.raises(Refused):
        draft_inquiry(w.neighbour_municipality, w.cycle, [], by=people.municipal_coordinator, at=NOW)
    draft = draft_inquiry(w.municipality, w.cycle, [w.school], by=people.municipal_coordinator, at=NOW)
    with pytest.raises(Refused):
        actions.choose_schools(
            inquiry=draft,
            place=w.neighbour_municipality,
            whom=Whom.ALL,
            by=people.municipal_coordinator,
            at=NOW,
        )
    with pytest.raises(Refused):
        actions.send(inquiry=looked(draft, at=NOW), by=people.regional_coordinator, at=NOW)
    with pytest.raises(Refused):
        answered(reply_of(sent(people), w.school), "1", "yes", by=people.curator, at=NOW)


def test_who_sees_what(people: Cast) -> None:
    w = people.world
    draft = draft_inquiry(w.municipality, w.cycle, [w.school], by=people.municipal_coordinator, at=NOW)
    one = sent(people)
    of_region = sent_inquiry(w.region, w.cycle, [w.neighbour_school], by=people.regional_coordinator, at=NOW)
    sees = {name: {each.pk for each in inquiries_visible_to(who)} for name, who in people.parts().items()}
    assert sees["municipal_coordinator"] == {draft.pk, one.pk}
    assert sees["regional_coordinator"] == {one.pk, of_region.pk}
    assert sees["methodist"] == sees["authority_head"] == {one.pk}
    assert sees["regional_project_head"] == {one.pk, of_region.pk}
    for name in ("school_head", "school_coordinator", "working_group_member", "curator"):
        assert sees[name] == {one.pk}, name
    for name in ("neighbour_school_head", "neighbour_curator", "neighbour_municipal_coordinator"):
        assert sees[name] == {of_region.pk}, name
    nobody = {"teacher", "expert", "federal_operator", "administrator", "observer", "stranger"}
    nobody |= {"foreign_municipal_coordinator", "foreign_regional_coordinator"}
    assert {name for name, seen in sees.items() if not seen} == nobody
    assert {each.school_id for each in replies_visible_to(people.school_head)} == {w.school.pk}


def test_two_people_write_a_draft_at_once(people: Cast) -> None:
    w, who = people.world, people.municipal_coordinator
    draft = draft_inquiry(w.municipality, w.cycle, [w.school], by=who, at=NOW)
    seen = draft.revision
    about = About("Другое", "Затем", TODAY)
    actions.change(inquiry=draft, about=about, seen=seen, by=who, at=NOW)
    with pytest.raises(Conflict):
        actions.change(inquiry=draft, about=about, seen=seen, by=who, at=NOW)
    actions.send(inquiry=looked(draft, at=NOW), by=who, at=NOW)
    with pytest.raises(WrongState):
        actions.change(inquiry=draft, about=about, by=who, at=NOW)
    with pytest.raises(WrongState):
        actions.send(inquiry=draft, by=who, at=NOW)


def test_a_question_put_otherwise_forgets_what_was_chosen(people: Cast) -> None:
    w, who = people.world, people.municipal_coordinator
    draft = looked(draft_inquiry(w.municipality, w.cycle, [w.school], by=who, at=NOW), PUPILS, by=who, at=NOW)
    question = draft.questions.order_by("position")[0]
    assert (question.way, question.fact) == PUPILS
    wording = actions.Wording("Сколько первоклассников?", QuestionKind.NUMBER)
    question = actions.change_question(question=question, wording=wording, by=who, at=NOW)
    assert (question.way, question.fact) == (Way.ASK, "")
    actions.remove_question(question=question, by=who, at=NOW)
    draft.refresh_from_db()
    assert draft.looked_at is None
    with pytest.raises(ValidationError, match="мониторинг"):
        actions.add_questions(inquiry=draft, questions=[("Вопрос", QuestionKind.TEXT)] * 30, by=who, at=NOW)


def test_the_database_keeps_it_whole(people: Cast) -> None:
    inquiry = sent(people)
    for broken in ({"state": "draft"}, {"closed_at": NOW}, {"why": ""}, {"sent_by_name": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Inquiry.objects.filter(pk=inquiry.pk).update(**broken)
    for broken in ({"state": "answered"}, {"state": "excused"}, {"answered_by_name": "Кто-то"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Reply.objects.filter(inquiry=inquiry).update(**broken)
