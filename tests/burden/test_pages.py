"""Pages of inquiries and of the ledger: what they show and refuse, workbooks, query counts."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from conftest import NOW
from factories.assignments import assignment
from factories.burden import ASKED, PNG, answered, burden_at, draft_inquiry, reply_of, sent_inquiry
from factories.organisations import figures
from factories.people import Cast, signed_in
from opora import references
from opora.access import Actor
from opora.burden.models import Inquiry
from opora.burden.panels import PANEL
from opora.burden.references import SOURCES
from opora.burden.states import InquiryState, QuestionKind, Way
from opora.organisations.models import Organisation

pytestmark = pytest.mark.django_db

PUPILS = "figures:pupils"


def text(who: Actor, url: str, status: int = 200) -> str:
    answer = signed_in(who).get(url)
    assert answer.status_code == status, (answer.status_code, answer.text[:3000])
    return answer.text


def post(who: Actor | Client, url: str, status: int = 302, /, **data: Any) -> str:
    client = who if isinstance(who, Client) else signed_in(who)
    answer = client.post(url, data)
    assert answer.status_code == status, (answer.status_code, answer.text[:3000])
    return answer.text if status != 302 else answer.headers["Location"]


def step(name: str, pk: int) -> str:
    return reverse(f"inquiry-{name}", args=[pk])


def one(people: Cast, *ways: tuple[Way, str], **more: Any) -> Inquiry:
    w = people.world
    return sent_inquiry(
        w.municipality,
        w.cycle,
        [w.school, w.second_school],
        *ways,
        by=people.municipal_coordinator,
        at=NOW,
        **more,
    )


def test_a_coordinator_asks_only_what_nobody_knows(people: Cast) -> None:
    """From the empty form to the table of answers."""
    w, who = people.world, people.municipal_coordinator
    figures(w.school, 2025, pupils=480)
    page = text(who, "/burden/inquiries/new/")
    assert "Опора покажет, что из этого уже известно" in page
    said = {"title": "Контингент", "why": "Считаем автобусы.", "due": "2027-01-20",
            "questions": "1. Сколько обучающихся?\n2. Есть ли автобус?"}  # fmt: skip
    post(who, "/burden/inquiries/new/", 422, **(said | {"why": "", "questions": " "}))
    url = post(who, "/burden/inquiries/new/", 302, **said)
    made = Inquiry.objects.get()
    assert url == f"/burden/inquiries/{made.pk}/"
    assert "Ни одной школы" in text(who, url)
    post(who, step("schools", made.pk), whom="all")
    page = text(who, url)
    assert "2\xa0школы" in page
    assert "Посмотреть, что уже известно" in page
    assert post(who, step("send", made.pk), 302) == step("known", made.pk)
    page = text(who, step("known", made.pk))
    assert "Известно у 1 из 2, спросим 1\xa0школу" in page
    assert "карточка школы, 2025/26" in page
    assert "В Опоре этого нет: спросим у всех." in page
    question = made.questions.order_by("position")[0]
    # what is surely the same is chosen already
    assert f'value="take|{PUPILS}"' in page
    assert "checked" in page.split(f'value="take|{PUPILS}"')[1].split(">")[0]
    made.refresh_from_db()
    url = post(who, step("known", made.pk), 302,
               **{f"q{question.pk}": f"take|{PUPILS}", "seen": str(made.revision)})  # fmt: skip
    page = text(who, url)
    assert "Спросим 2\xa0школы из 2" in page
    assert "Не пришлось спрашивать: 1\xa0вопрос, ответов 1 ≈ 5\xa0мин" in page
    post(who, url)
    made.refresh_from_db()
    assert made.state == InquiryState.SENT
    page = text(who, f"/burden/inquiries/{made.pk}/")
    assert "карточка школы, 2025/26" in page
    assert "ждём ответа" in page
    # sent twice: told that it is sent
    text(who, step("send", made.pk), 409)


def test_a_school_answers_with_one_press(people: Cast) -> None:
    w = people.world
    figures(w.school, 2025, pupils=480)
    made = one(people, (Way.OFFER, PUPILS), questions=ASKED[:1])
    reply = reply_of(made, w.school)
    url = reverse("inquiry-reply", args=[reply.pk])
    page = text(people.school_coordinator, url)
    assert "Готовим заявку на курсы." in page
    assert "карточка школы, 2025/26" in page
    assert "Всё верно, отправить" in page
    asked = made.questions.get()
    assert f'name="q{asked.pk}" value="480"' in page
    post(people.school_coordinator, url, 302, **{f"q{asked.pk}": "480", "seen": "0"})
    assert "школа подтвердила" in text(people.municipal_coordinator, f"/burden/inquiries/{made.pk}/")
    assert "Вы уже ответили" in text(people.school_head, url)
    # curators and coordinators read it, and have no form
    for other in (people.curator, people.working_group_member, people.municipal_coordinator):
        assert "<textarea" not in text(other, url).split("<main")[1]
        post(other, url, 403, seen="1")
    text(people.neighbour_school_head, url, 404)
    text(people.teacher, url, 404)


def test_a_mistake_or_a_colleague_lose_nothing_that_was_typed(people: Cast) -> None:
    w = people.world
    reply = reply_of(one(people), w.school)
    url, (pupils, club) = (
        reverse("inquiry-reply", args=[reply.pk]),
        reply.inquiry.questions.order_by("position"),
    )
    page = post(people.school_head, url, 422, **{f"q{pupils.pk}": "сто", "seen": "0"})
    assert "Впишите число цифрами" in page or "Без этого ответа" in page
    assert 'value="сто"' in page
    said = {f"q{pupils.pk}": "100", f"q{club.pk}": "yes", "seen": "0"}
    page = post(people.school_head, url, 422, **(said | {f"q{pupils.pk}": "сто"}))
    assert "Впишите число цифрами" in page
    answered(reply, "90", "no", by=people.school_coordinator, at=NOW)
    page = post(people.school_head, url, 409, **said)
    assert "за школу ответил(а) Школьная" in page
    assert 'value="100"' in page
    # having read that, the same press sends it
    assert 'name="seen" value="1"' in page
    post(people.school_head, url, 302, **(said | {"seen": "1"}))


def test_a_file_is_looked_into_and_given_back_to_those_who_see_it(people: Cast) -> None:
    w = people.world
    made = one(people, questions=[("Приложите план", QuestionKind.FILE)])
    reply, asked = reply_of(made, w.school), made.questions.get()
    url, name = reverse("inquiry-reply", args=[reply.pk]), f"q{asked.pk}"
    bad = SimpleUploadedFile("план.exe", b"MZ\x90\x00")
    assert "Приложите" in post(people.school_head, url, 422, **{name: bad, "seen": "0"})
    pixel = (
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
        b"\x00\x00\x00\nIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01\r\n-\xb4\x00\x00\x00\x00IEND\xaeB`\x82"
    )
    good = SimpleUploadedFile("план.png", pixel)
    post(people.school_head, url, 302, **{name: good, "seen": "0"})
    answer = reply.answers.get()
    file = reverse("inquiry-file", args=[reply.pk, answer.pk])
    assert signed_in(people.municipal_coordinator).get(file).content.startswith(b"\x89PNG")
    text(people.neighbour_municipal_coordinator, file, 404)
    # left as it is when the answer is put right
    post(people.school_head, url, 302, seen="1", note="Уточнение")
    assert reply.answers.get().pk == answer.pk


def test_what_the_sender_does_after(people: Cast) -> None:
    w, who = people.world, people.municipal_coordinator
    made = one(people)
    first, second = reply_of(made, w.school), reply_of(made, w.second_school)
    answered(first, "1", "yes", by=people.school_head, at=NOW)
    post(who, step("return", first.pk), 422, words="")
    post(who, step("return", first.pk), words="Без дошкольников")
    assert "Просят уточнить: Без дошкольников" in text(
        people.school_head, reverse("inquiry-reply", args=[first.pk])
    )
    post(who, step("excuse", second.pk), words="Нашли сами")
    text(who, step("excuse", second.pk), 409)
    post(who, step("successor", first.pk), 409)
    post(who, step("term", made.pk), 422, due="2020-01-01", seen=str(Inquiry.objects.get().revision))
    post(who, step("term", made.pk), due="2027-01-20", seen=str(Inquiry.objects.get().revision))
    assert "Ещё не ответили школ: 1" in text(who, step("close", made.pk))
    post(who, step("close", made.pk))
    text(who, step("close", made.pk), 409)
    page = text(who, f"/burden/inquiries/{made.pk}/")
    assert "не ответила" in page
    assert "Запрос закрыт" in text(people.school_head, reverse("inquiry-reply", args=[first.pk]))


def test_the_list_and_its_filters(people: Cast) -> None:
    w, who = people.world, people.municipal_coordinator
    made = one(people, title="Про <b>кадры</b>", answer_by=NOW.replace(day=15))
    draft_inquiry(w.municipality, w.cycle, [w.school], title="Черновик", by=who, at=NOW)
    for query, there in (
        ("q=кадры", True),
        ("q=обучающихся кадры", True),
        ("q=ничего", False),
        ("state=sent", True),
        ("state=closed", False),
        ("urgent=1", True),
        ("cycle=2026&territory=M1", True),
        ("state=x&urgent=x&cycle=x&territory=x&page=99", True),
    ):
        main = text(who, f"/burden/inquiries/?{query}").split("<main")[1]
        assert (f'href="/burden/inquiries/{made.pk}/"' in main) is there, query
        assert "<b>кадры" not in main
    assert "Черновик" in text(who, "/burden/inquiries/")
    assert "Черновик" not in text(people.methodist, "/burden/inquiries/")
    for other in (people.observer, people.expert, people.administrator, people.teacher, people.stranger):
        text(other, "/burden/inquiries/", 403)
        text(other, "/burden/", 403)
        text(other, "/burden/inquiries/new/", 403)
    assert "Запросов пока нет" in text(people.neighbour_municipal_coordinator, "/burden/inquiries/")


def test_a_number_of_somebody_is_not_told_to_another_school(people: Cast) -> None:
    w = people.world
    made = one(people)
    answered(reply_of(made, w.second_school), "777", "yes", at=NOW)
    page = text(people.school_head, f"/burden/inquiries/{made.pk}/")
    assert "777" not in page
    assert w.second_school.name not in page
    assert "777" in text(people.municipal_coordinator, f"/burden/inquiries/{made.pk}/")


def cells(who: Actor, url: str) -> list[list[object]]:
    answer = signed_in(who).get(url)
    assert answer.status_code == 200
    sheet = load_workbook(BytesIO(answer.content)).worksheets[0]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_workbooks(people: Cast) -> None:
    w, who = people.world, people.municipal_coordinator
    figures(w.school, 2025, pupils=480)
    made = one(people, (Way.TAKE, PUPILS))
    answered(reply_of(made, w.second_school), "=1+1"[1:2], "no", at=NOW, note="Пояснение")
    rows = cells(who, f"/burden/inquiries/{made.pk}/?as=xlsx")
    line = next(row for row in rows if w.school.name in row)
    assert line[3:5] == [480, "карточка школы, 2025/26"]
    other = next(row for row in rows if w.second_school.name in row)
    assert other[3:7] == [1, "ответила школа", "нет", "ответила школа"]
    assert any("Кадры на осень" in row for row in cells(who, "/burden/inquiries/?as=xlsx"))
    schools = cells(who, "/burden/?as=xlsx")
    line = next(row for row in schools if w.school.name in row)
    assert line[-3:-1] == [0.1, 1]
    requests = cells(people.school_head, f"/burden/schools/{w.school.pk}/?as=xlsx")
    assert any("Кадры на осень" in row for row in requests)


def test_the_year_of_a_school(people: Cast) -> None:
    w = people.world
    one(people)
    assignment(w.school, w.cycle, what="Прислать <i>график</i>", by=people.curator, at=NOW)
    url = f"/burden/schools/{w.school.pk}/"
    assert signed_in(people.school_head).get("/burden/").headers["Location"] == url
    page = text(people.school_head, url)
    for words in ("Оценка, а не замер", "сентябрь 2026", "Куратор", "Муниципалитет", "Прислать &lt;i&gt;"):
        assert words in page, words
    assert "Прислать" not in text(people.school_head, f"{url}?kind=inquiry")
    assert "Прислать" in text(people.school_head, f"{url}?asker=curator&cycle=2026&kind=x")
    text(people.school_head, f"{url}?cycle=1999", 404)
    text(people.neighbour_curator, url, 404)
    text(people.observer, url, 404)
    assert "ничего не спрашивали" in text(
        people.neighbour_curator, f"/burden/schools/{w.neighbour_school.pk}/"
    )


def test_the_territory(people: Cast) -> None:
    w = people.world
    one(people)
    page = text(people.municipal_coordinator, "/burden/")
    assert w.school.name in page
    assert w.neighbour_school.name not in page
    page = text(people.regional_coordinator, "/burden/?territory=M2&q=елов")
    assert w.neighbour_school.name in page
    assert w.school.name not in page
    text(people.regional_coordinator, "/burden/?cycle=1", 404)


def test_many_schools_stand_by_name(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opora.burden.views.ledger.AT_ONCE", 1)
    assert "Школ много" in text(people.regional_coordinator, "/burden/")


def test_the_panel_of_a_school(people: Cast) -> None:
    w = people.world
    school = Organisation.objects.select_related("territory").get(pk=w.school.pk)
    one(people)
    shown = PANEL.render(people.school_head, school)
    assert shown is not None
    assert len(shown.context["rows"]) == 1  # type: ignore[arg-type]
    assert PANEL.render(people.observer, school) is None


def test_inquiries_are_pointed_at_by_those_who_see_them(people: Cast) -> None:
    references.register(SOURCES)
    made = one(people)
    answered = reply_of(made, people.world.school)
    assert references.find(people.municipal_coordinator, "inquiry", made.pk) is not None
    assert references.find(people.school_head, "inquiry", made.pk) is None
    assert references.find(people.school_head, "inquiry-reply", answered.pk) is not None
    assert references.find(people.neighbour_school_head, "inquiry-reply", answered.pk) is None


def test_every_address_opens_for_its_own_and_for_nobody_else(people: Cast) -> None:
    w, who = people.world, people.municipal_coordinator
    for name, kwargs in burden_at(w.municipality, w.school, w.cycle, now=NOW).items():
        url = reverse(name, kwargs=kwargs)
        status = 405 if name == "inquiry-successor" else 200
        assert signed_in(who).get(url).status_code == status, url
        if name != "inquiry-successor":
            text(people.foreign_municipal_coordinator, url, 404)
            text(people.stranger, url, 404)
    assert PNG.name == "план.png"


@pytest.mark.parametrize("page", ["/burden/", "/burden/inquiries/", "one", "known"])
def test_pages_ask_as_much_of_ten_schools_as_of_one(people: Cast, page: str) -> None:
    w, who = people.world, people.municipal_coordinator
    counts = []
    for many in (1, 10):
        start = Organisation.objects.count()
        schools = [
            Organisation.objects.create(
                key=f"N{start + at}", name=f"Школа {start + at}", kind="school", territory=w.municipality
            )
            for at in range(many)
        ]
        for school in schools:
            figures(school, 2025, pupils=10)
        made = sent_inquiry(w.municipality, w.cycle, schools, (Way.OFFER, PUPILS), by=who, at=NOW)
        for _ in range(many):
            draft = draft_inquiry(w.municipality, w.cycle, schools, by=who, at=NOW)
        url = {"one": f"/burden/inquiries/{made.pk}/", "known": step("known", draft.pk)}.get(page, page)
        client = signed_in(who)
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1], counts


def test_a_school_talks_under_its_own_answer_and_those_who_ask_under_the_inquiry(people: Cast) -> None:
    made = one(people)
    asked, answered = f"/burden/inquiries/{made.pk}/", reply_of(made, people.world.school)
    page = reverse("inquiry-reply", args=[answered.pk])
    talk = f"/discussions/inquiry-reply/{answered.pk}/"
    for who in (people.municipal_coordinator, people.school_head):
        assert f'href="{talk}#write"' in text(who, page)
    post(people.school_head, talk, text="За какой год считать?")
    assert "За какой год считать?" in text(people.municipal_coordinator, page)
    text(people.neighbour_school_head, talk, 404)
    # other schools are asked too: they do not read what is said about it
    assert f'href="/discussions/inquiry/{made.pk}/#write"' in text(people.municipal_coordinator, asked)
    text(people.school_head, f"/discussions/inquiry/{made.pk}/", 404)
