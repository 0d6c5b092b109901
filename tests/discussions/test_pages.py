"""Pages of discussions: who reads, what is new, search, the panel, bad input, the desk."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import NOW
from factories.people import Cast, signed_in
from opora.access import Actor
from opora.discussions import kinds
from opora.discussions.actions import say
from opora.discussions.models import Comment, CommentFile, Mention, Thread
from opora.discussions.panels import panel_for
from opora.discussions.queries.waiting import waiting_for
from opora.discussions.states import MentionState
from opora.references import Reference

from .conftest import Matters
from .test_saying import PNG

pytestmark = pytest.mark.django_db


def url(thing: Reference) -> str:
    return f"/discussions/{thing.kind}/{thing.id}/"


def text(who: Actor, address: str, status: int = 200) -> str:
    answer = signed_in(who).get(address)
    assert answer.status_code == status, answer.status_code
    return answer.text


def post(who: Actor, address: str, status: int = 302, /, **data: Any) -> str:
    answer = signed_in(who).post(address, data)
    assert answer.status_code == status, (answer.status_code, answer.text[:2000])
    return answer.text if status != 302 else answer.headers["Location"]


def test_from_the_question_to_the_answer(people: Cast, thing: Reference) -> None:
    head, curator = people.school_head, people.curator
    page = text(head, url(thing))
    assert ("Пока никто не писал" in page, "Отправить всем, кто это видит" in page) == (True, True)
    assert "Увидят все, кому открыта эта страница: люди школы, её куратор" in page
    assert f'value="{curator.person_id}"' in page
    assert f'value="{head.person_id}"' not in page
    place = post(head, url(thing), text="@Кураторова, когда придёте?", token="t" * 32)
    said = Comment.objects.get()
    assert place == f"{url(thing)}#c{said.pk}"
    assert [(w.reason, w.title, w.action, w.url) for w in waiting_for(curator)] == [
        (
            "Ответить",
            f"{thing.title}: вас зовёт {head.name}",
            "Ответить",
            f"{url(thing)}#write",
        )
    ]
    assert waiting_for(head) == []
    page = text(curator, url(thing))
    assert ("новое" in page, "Отметить прочитанным" in page) == (True, True)
    assert waiting_for(curator) != []  # looking is not answering
    assert "новое" not in text(curator, url(thing))
    post(curator, url(thing), text="В среду")
    assert waiting_for(curator) == []
    page = text(head, url(thing))
    assert ("есть ответ" in page, page.count("новое")) == (True, 1)


def test_marked_read_it_leaves_the_desk(people: Cast, thing: Reference) -> None:
    say(about=thing, text="@Кураторова, для сведения", by=people.school_head, at=NOW)
    post(people.curator, f"{url(thing)}read/")
    assert waiting_for(people.curator) == []
    assert Mention.objects.get().state == MentionState.READ
    assert "прочитано" in text(people.school_head, url(thing))


def test_who_sees_the_thing_sees_the_talk_and_nobody_else(
    people: Cast, thing: Reference, matters: Matters
) -> None:
    said = say(about=thing, text="Тайное слово", by=people.school_head, at=NOW)
    file = CommentFile.objects.create(comment=said, file=_file(people))
    for part, who in people.parts().items():
        sees = who.covers_school(thing.school_id or 0, thing.territory_path)
        status = 200 if sees else 404
        page = text(who, url(thing), status)
        assert ("Тайное слово" in page) == sees, part
        assert ("Тайное слово" in text(who, "/discussions/?q=слово")) == sees, part
        assert (thing.title in text(who, "/discussions/")) == sees, part
        assert signed_in(who).get(f"/discussions/files/{file.pk}/").status_code == status, part
        own = sees and part in {
            *("school_head", "municipal_coordinator", "authority_head", "regional_coordinator"),
            *("regional_project_head", "administrator"),
        }
        text(who, f"/discussions/comments/{said.pk}/withdraw/", 200 if own else 403 if sees else 404)
    matters.hidden.add(thing.id)
    text(people.school_head, url(thing), 404)
    assert thing.title not in text(people.school_head, "/discussions/")
    assert "Тайное" not in text(people.school_head, "/discussions/?q=слово")


def _file(people: Cast) -> Any:
    from opora.files.actions import store

    return store(
        data=PNG, name="фото.png", content_type="image/png", purpose="x", by=people.school_head, at=NOW
    )


def test_a_kind_that_is_not_talked_about_has_no_page(people: Cast, thing: Reference) -> None:
    say(about=thing, text="Слово", by=people.school_head, at=NOW)
    kinds.register([])
    text(people.school_head, url(thing), 404)
    assert thing.title not in text(people.school_head, "/discussions/")
    assert panel_for(people.school_head, thing) is None
    text(people.school_head, "/discussions/nothing/1/", 404)


def test_who_only_reads_has_no_form(people: Cast, thing: Reference) -> None:
    say(about=thing, text="Слово", by=people.school_head, at=NOW)
    page = text(people.observer, url(thing))
    assert ("Слово" in page, "<textarea" in page) == (True, False)
    post(people.observer, url(thing), 403, text="И я скажу")


def test_what_people_type_is_never_markup(people: Cast, thing: Reference) -> None:
    post(
        people.school_head, url(thing), text="<script>alert(1)</script> https://example.org/a?b=1&c=2\nвторая"
    )
    page = text(people.school_head, url(thing))
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert 'href="https://example.org/a?b=1&amp;c=2" rel="nofollow"' in page
    assert "<br>вторая" in page
    assert "<script>alert" not in text(people.school_head, "/discussions/?q=alert")


def test_a_refused_form_comes_back_with_its_words(people: Cast, thing: Reference) -> None:
    page = post(people.school_head, url(thing), 422, text="@Неведомая, где вы?", token="q" * 32)
    assert "такого человека нет" in page
    assert "@Неведомая, где вы?" in page
    assert 'value="' + "q" * 32 in page
    assert "хотя бы слово" in post(people.school_head, url(thing), 422, text=" ")
    assert "длиннее 5000" in post(people.school_head, url(thing), 422, text="я" * 5001)
    assert "уже не назначен" in post(people.school_head, url(thing), 422, text="я", people=["0"])
    post(people.school_head, url(thing), 422, text="нуль\0")


def test_the_same_form_twice(people: Cast, thing: Reference) -> None:
    client = signed_in(people.school_head)
    token = re.search(r'name="token" value="([0-9a-f]{32})"', client.get(url(thing)).text)
    assert token
    for _ in range(2):
        assert client.post(url(thing), {"text": "Раз", "token": token[1]}).status_code == 302
    assert Comment.objects.count() == 1


def test_a_photograph_is_sent_and_seen(people: Cast, thing: Reference) -> None:
    photo = SimpleUploadedFile("класс.png", PNG)
    post(people.school_head, url(thing), text="Вот", attached=[photo, SimpleUploadedFile("2.png", PNG)])
    assert CommentFile.objects.count() == 2
    kept = CommentFile.objects.first()
    assert kept is not None
    answer = signed_in(people.curator).get(f"/discussions/files/{kept.pk}/")
    assert (answer.headers["Content-Type"], answer.headers["X-Content-Type-Options"]) == (
        "image/png",
        "nosniff",
    )
    page = post(
        people.school_head, url(thing), 422, text="Вот", attached=SimpleUploadedFile("a.exe", b"MZ\0\0")
    )
    assert "a.exe: Это" in page


def test_a_withdrawn_comment_leaves_a_trace(people: Cast, thing: Reference) -> None:
    said = say(about=thing, text="Лишнее", by=people.school_head, at=NOW)
    CommentFile.objects.create(comment=said, file=_file(people))
    file = said.files.get()
    address = f"/discussions/comments/{said.pk}/withdraw/"
    assert "Лишнее" in text(people.school_head, address)
    post(people.school_head, address)
    page = text(people.curator, url(thing))
    assert ("Сообщение убрано автором" in page, "Лишнее" in page) == (True, False)
    assert "Лишнее" not in text(people.curator, "/discussions/?q=лишнее")
    text(people.school_head, f"/discussions/files/{file.pk}/", 404)
    post(people.school_head, address, 409)


def test_search_knows_forms_of_words_and_yo(people: Cast, thing: Reference) -> None:
    say(
        about=thing, text="Учителям нужны методички по чтению, зелёные тетради", by=people.school_head, at=NOW
    )
    say(about=thing, text="Совсем другое", by=people.school_head, at=NOW)
    for words, finds in (
        ("методичка", True),
        ("учитель чтение", True),
        ("зеленая тетрадь", True),
        ("ЗЕЛЁНОЙ", True),
        ("физика", False),
        ("' OR 1=1 --", False),
        ("методичка -чтение", False),
    ):
        page = text(people.curator, f"/discussions/?q={words}")
        assert ("методички по чтению" in page) == finds, words
    assert "Совсем другое" in text(people.curator, "/discussions/?q=дело березовская")


def test_filters(people: Cast, thing: Reference) -> None:
    say(about=thing, text="@Кураторова", by=people.school_head, at=NOW)

    def listed(who: Actor, query: str) -> bool:
        return f'href="{url(thing)}"' in text(who, f"/discussions/?{query}")

    curator, teacher = people.curator, people.teacher
    assert (listed(curator, "show=called"), listed(teacher, "show=called")) == (True, False)
    assert (listed(curator, "show=new"), listed(people.school_head, "show=new")) == (True, False)
    assert (listed(curator, "show=mine"), listed(people.school_head, "show=mine")) == (False, True)
    assert (listed(curator, "school=березовская"), listed(curator, "school=еловская")) == (True, False)
    assert listed(curator, "show=x&page=9999&school=")


def test_a_long_talk_opens_at_its_end(people: Cast, thing: Reference) -> None:
    first = say(about=thing, text="Самое первое", by=people.school_head, at=NOW)
    for n in range(59):
        say(about=thing, text=f"Слово {n}", by=people.school_head, at=NOW)
    page = text(people.curator, url(thing))
    assert ("Слово 58" in page, "Самое первое" in page, ">Раньше<" in page) == (True, False, True)
    assert "Самое первое" in text(people.curator, f"{url(thing)}?at={first.pk}")
    assert "Слово 58" in text(people.curator, f"{url(thing)}?at={'9' * 40}")


def test_the_panel_tells_the_last_words(people: Cast, thing: Reference) -> None:
    empty = panel_for(people.curator, thing)
    assert empty is not None
    assert (empty.many, empty.events, empty.action) == (0, [], "Написать")
    assert panel_for(people.observer, thing) is None
    for n in range(5):
        say(about=thing, text=f"Слово {n}", by=people.school_head, at=NOW)
    with CaptureQueriesContext(connection) as asked:
        panel = panel_for(people.curator, thing)
    assert len(asked) == 2
    assert panel is not None
    assert (panel.many, [each.detail for each in panel.events]) == (5, ["Слово 2", "Слово 3", "Слово 4"])
    assert "новых: 5" in panel.chips[0]
    own = panel_for(people.school_head, thing)
    assert own is not None
    assert own.chips == ()


PINNED = {"list": 6, "search": 5, "page": 13, "waiting": 2}


@pytest.mark.parametrize("many", [1, 10])
def test_a_page_asks_as_much_of_ten_as_of_one(people: Cast, matters: Matters, many: int) -> None:
    from factories.organisations import school
    from opora import references

    curator, head = people.municipal_coordinator, people.regional_coordinator
    for n in range(many):
        place = school(f"Школа {n}", people.world.municipality)
        thing = references.find(head, "matter", place.pk)
        assert thing is not None
        for _ in range(many):
            say(about=thing, text="Слово @Окружная", by=head, at=NOW)
        CommentFile.objects.create(comment=Comment.objects.latest("id"), file=_file(people))
    client = signed_in(curator)
    asked: dict[str, int] = {}
    last = Thread.objects.latest("id")
    for name, address in (
        ("list", "/discussions/"),
        ("search", "/discussions/?q=слово"),
        ("page", f"/discussions/matter/{last.thing_id}/"),
    ):
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        asked[name] = len(captured)
    with CaptureQueriesContext(connection) as captured:
        assert len(waiting_for(curator)) == many
    asked["waiting"] = len(captured)
    for who in (people.observer, people.expert, people.federal_operator, people.stranger):
        with CaptureQueriesContext(connection) as captured:
            assert waiting_for(who) == []
        assert len(captured) == 0
    assert asked == PINNED
