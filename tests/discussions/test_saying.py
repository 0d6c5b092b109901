"""Saying, calling, answering, taking back; what is refused and in which words."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from conftest import NOW
from factories.people import Cast, actor, appointment, person
from opora.access import Refused, Role, WrongState
from opora.discussions import kinds
from opora.discussions.actions import Upload, mark_read, say, withdraw
from opora.discussions.models import Comment, Mention, Seen, Thread
from opora.discussions.queries.people import people_near
from opora.discussions.rules import WITHDRAW, WRITE
from opora.discussions.states import MentionState
from opora.files.models import StoredFile
from opora.history.models import Event
from opora.people.models import Person
from opora.references import Reference

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\nIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01\r\n-\xb4\x00\x00\x00\x00IEND\xaeB`\x82"
)


def test_the_first_comment_makes_the_thread_and_one_event(people: Cast, thing: Reference) -> None:
    made = say(about=thing, text="  Когда придёте?\r\n\r\nЖдём. ", by=people.school_head, at=NOW)
    thread = Thread.objects.get()
    assert (thread.title, thread.school_id, thread.territory_path) == (
        thing.title,
        thing.school_id,
        thing.territory_path,
    )
    assert (thread.last_id, thread.said_at) == (made.pk, NOW)
    assert (made.text, made.by_name, made.by_capacity) == (
        "Когда придёте?\n\nЖдём.",
        people.school_head.name,
        "Директор школы",
    )
    told = Event.objects.get()
    assert (told.verb, told.subject_kind, told.subject_id) == (
        "написал(а) в обсуждении",
        "discussion",
        thread.pk,
    )
    # a talk is read where it is: neither its words nor its lines stand on the school's timeline
    assert (told.note, told.school_id, told.details) == ("", None, {})


def test_who_is_called_waits_until_they_answer(people: Cast, thing: Reference) -> None:
    said = say(
        about=thing,
        text="@Кураторовой: посмотрите, пожалуйста",
        people=[people.municipal_coordinator.person_id or 0],
        by=people.school_head,
        at=NOW,
    )
    calls = Mention.objects.filter(comment=said).order_by("person_name")
    assert [(each.person_id, each.state) for each in calls] == [
        (people.curator.person_id, MentionState.OPEN),
        (people.municipal_coordinator.person_id, MentionState.OPEN),
    ]
    say(about=thing, text="Приду в среду", by=people.curator, at=NOW + timedelta(hours=1))
    thread = Thread.objects.get()
    assert mark_read(thread=thread, by=people.municipal_coordinator, at=NOW) == 1
    assert mark_read(thread=thread, by=people.municipal_coordinator, at=NOW) == 0
    assert list(calls.values_list("state", flat=True)) == [MentionState.ANSWERED, MentionState.READ]
    assert list(Event.objects.order_by("id").values_list("verb", flat=True)) == [
        "написал(а) в обсуждении",
        "написал(а) в обсуждении",
        "отметил(а) обращение прочитанным",
    ]


def test_a_call_that_reaches_nobody_is_refused_in_words(people: Cast, thing: Reference) -> None:
    def refused(text: str, *ids: int | None) -> str:
        with pytest.raises(ValidationError) as wrong:
            say(about=thing, text=text, people=[pk or 0 for pk in ids], by=people.school_head, at=NOW)
        return " ".join(wrong.value.messages)

    assert "такого человека нет" in refused("@Неведомая, ау")
    neighbour, reader = people.neighbour_curator, people.expert
    assert "такого человека нет" in refused("@Помощникова")
    assert "уже не назначен" in refused("Ау", neighbour.person_id)
    assert "такого человека нет" in refused("@Экспертова, как вам?")
    assert "уже не назначен" in refused("Ау", reader.person_id)
    assert "такого человека нет" in refused("@Директорова, это я сама")
    assert Comment.objects.count() == 0


def test_between_namesakes_a_tick_decides(people: Cast, thing: Reference) -> None:
    first = actor(Role.TEACHER, people.world.school, surname="Лисова", given_name="Анна")
    actor(Role.TEACHER, people.world.school, surname="Лисов", given_name="Олег")
    actor(Role.TEACHER, people.world.school, surname="Лисова", given_name="Яна")
    with pytest.raises(ValidationError, match="Лисова Анна Петровна, Лисова Яна Петровна"):
        say(about=thing, text="@Лисова?", by=people.school_head, at=NOW)
    with pytest.raises(ValidationError, match="Лисов Олег"):
        say(about=thing, text="@Лисову позвать", by=people.school_head, at=NOW)
    say(about=thing, text="@Лисова?", people=[first.person_id or 0], by=people.school_head, at=NOW)
    assert Mention.objects.get().person_id == first.person_id


def test_who_does_not_see_the_thing_is_not_called(
    people: Cast, thing: Reference, matters: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Appointed to the school, but the thing is not for their role."""
    teacher = people.teacher
    seen = type(matters).many

    def many(self: object, who: object, ids: object) -> object:
        return {} if who.person_id == teacher.person_id else seen(self, who, ids)  # type: ignore[attr-defined,arg-type]

    monkeypatch.setattr(type(matters), "many", many)
    with pytest.raises(ValidationError, match="не видит и ответить не сможет: Учителева"):
        say(about=thing, text="@Учителева", by=people.school_head, at=NOW)


def test_a_person_of_two_roles_is_called_if_one_of_them_sees(people: Cast, thing: Reference) -> None:
    both = person("Двоева")
    appointment(both, Role.CURATOR, people.world.neighbour_school)
    appointment(both, Role.TEACHER, people.world.school)
    say(about=thing, text="@двоева", by=people.school_head, at=NOW)
    assert Mention.objects.get().person_id == both.pk


def test_the_same_form_twice_is_one_comment(people: Cast, thing: Reference) -> None:
    first = say(about=thing, text="Раз", token="a" * 32, by=people.school_head, at=NOW)
    again = say(about=thing, text="Раз", token="a" * 32, by=people.school_head, at=NOW)
    other = say(about=thing, text="Два", token="a" * 32, by=people.curator, at=NOW)
    assert (again.pk, Comment.objects.count()) == (first.pk, 2)
    assert other.pk != first.pk


def test_what_cannot_be_said(people: Cast, thing: Reference) -> None:
    for text, words in (("  \n ", "хотя бы слово"), ("я" * 5001, "длиннее 5000")):
        with pytest.raises(ValidationError, match=words):
            say(about=thing, text=text, by=people.school_head, at=NOW)
    assert say(about=thing, text="я" * 5000, by=people.school_head, at=NOW).text == "я" * 5000
    assert say(about=thing, text="нуль\0внутри", by=people.school_head, at=NOW).text == "нульвнутри"
    kinds.register([])
    with pytest.raises(Refused, match="обсуждения нет"):
        say(about=thing, text="Слово", by=people.school_head, at=NOW)


def test_files_are_told_by_their_content(people: Cast, thing: Reference, settings: object) -> None:
    made = say(about=thing, text="Фото", uploads=[Upload("../класс.txt", PNG)], by=people.school_head, at=NOW)
    kept = made.files.get().file
    assert (kept.name, kept.content_type, kept.purpose) == ("класс.png", "image/png", "discussions:file")
    for name, data in (("вирус.png", b"MZ\x90\x00" + b"\x00" * 64), ("пусто.pdf", b"")):
        with pytest.raises(ValidationError, match=name):
            say(about=thing, text="Вот", uploads=[Upload(name, data)], by=people.school_head, at=NOW)
    with pytest.raises(ValidationError, match="не больше 5"):
        say(about=thing, text="Вот", uploads=[Upload("a.png", PNG)] * 6, by=people.school_head, at=NOW)
    assert (Comment.objects.count(), StoredFile.objects.count()) == (1, 1)


def test_taken_back_it_leaves_its_place_and_no_words(
    people: Cast, thing: Reference, settings: object
) -> None:
    made = say(
        about=thing,
        text="@Кураторова, телефон ученика 000",
        uploads=[Upload("a.png", PNG)],
        by=people.school_head,
        at=NOW,
    )
    with pytest.raises(Refused, match="координатор"):
        withdraw(comment=made, by=people.teacher, at=NOW)
    gone = withdraw(comment=made, by=people.school_head, at=NOW)
    assert (gone.text, gone.withdrawn_by_name) == ("", people.school_head.name)
    kept = gone.files.get().file
    assert kept.removed_at == NOW
    assert not (Path(settings.FILES_ROOT) / kept.sha256[:2] / kept.sha256).exists()  # type: ignore[attr-defined]
    assert gone.mentions.get().state == MentionState.READ
    row_history = Comment.pgh_event_models["changed"].objects.all()  # type: ignore[attr-defined]
    assert not any("000" in str(value) for row in row_history.values_list() for value in row)
    with pytest.raises(WrongState, match="уже убрано"):
        withdraw(comment=made, by=people.school_head, at=NOW)


def test_the_coordinator_keeps_order_at_home_only(people: Cast, thing: Reference) -> None:
    made = say(about=thing, text="Грубость", by=people.teacher, at=NOW)
    assert not WITHDRAW.can(people.neighbour_municipal_coordinator, made)
    assert not WITHDRAW.can(people.curator, made)
    gone = withdraw(comment=made, by=people.municipal_coordinator, at=NOW)
    assert gone.withdrawn_by_name == people.municipal_coordinator.name


def test_who_writes(people: Cast, thing: Reference) -> None:
    silent = [role for role, who in people.parts().items() if not WRITE.can(who, thing)]
    assert silent == ["expert", "federal_operator", "observer", "stranger"]
    with pytest.raises(Refused, match="только читают"):
        say(about=thing, text="Слово", by=people.observer, at=NOW)


def test_words_of_who_left_stay(people: Cast, thing: Reference) -> None:
    made = say(about=thing, text="Уезжаю", by=people.teacher, at=NOW)
    Person.objects.filter(pk=people.teacher.person_id).update(is_active=False, surname="Другая")
    made.refresh_from_db()
    assert (made.by_name, made.text) == (people.teacher.name, "Уезжаю")


def test_the_database_keeps_the_rules_too(people: Cast, thing: Reference) -> None:
    made = say(about=thing, text="Слово", by=people.teacher, at=NOW)
    for values in (
        {"text": ""},
        {"text": "я" * 5001},
        {"withdrawn_at": NOW},
        {"withdrawn_by_name": "Кто-то"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Comment.objects.filter(pk=made.pk).update(**values)


def test_the_writer_has_seen_what_they_wrote(people: Cast, thing: Reference) -> None:
    first = say(about=thing, text="Раз", by=people.school_head, at=NOW)
    second = say(about=thing, text="Два", by=people.curator, at=NOW)
    assert dict(Seen.objects.values_list("person_id", "last_id")) == {
        people.school_head.person_id: first.pk,
        people.curator.person_id: second.pk,
    }


def test_a_thread_follows_its_thing(people: Cast, thing: Reference) -> None:
    say(about=thing, text="Раз", by=people.school_head, at=NOW)
    say(about=replace(thing, title="Новое имя"), text="Два", by=people.school_head, at=NOW)
    assert Thread.objects.get().title == "Новое имя"


def test_schools_are_asked_about_a_thing_of_their_territory(people: Cast, thing: Reference) -> None:
    of_territory = replace(thing, school_id=None)
    near = {each.person_id for each in people_near(of_territory, on=NOW.date())}
    called = {part for part, who in people.parts().items() if who.person_id in near}
    assert called == {
        *("school_head", "school_coordinator", "curator", "municipal_coordinator", "methodist"),
        *("authority_head", "regional_coordinator", "regional_project_head"),
    }
    own = {each.person_id for each in people_near(thing, on=NOW.date(), but=people.teacher.person_id)}
    assert {part for part, who in people.parts().items() if who.person_id in own} == called | {
        "working_group_member"
    }
