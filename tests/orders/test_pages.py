"""The pages of orders as people go through them, and who is refused how."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from conftest import NOW
from factories.orders import draft, file_of, order, orders_at
from factories.people import Cast, actor, appointment, person, signed_in
from opora import references
from opora.access import Role
from opora.appointments.models import Appointment
from opora.groups.models import Group, Member
from opora.groups.states import GroupKind, MemberPart
from opora.history.models import Event
from opora.orders.actions import sign
from opora.orders.models import Order
from opora.orders.references import SOURCES
from opora.orders.states import OrderState, RelationKind

from .looking import post, text

pytestmark = pytest.mark.django_db
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000"
    "050001a5f645400000000049454e44ae426082"
)


def test_from_the_expected_order_to_the_signed_one(people: Cast) -> None:
    w = people.world
    who, head = people.school_coordinator, people.school_head
    url = reverse("order-draft-school", args=[w.school.pk, "school-coordinator"])
    page = text(who, url)
    assert "Школьную Марию Петровну" in page  # declined, in the text and beside it
    made = Order.objects.filter(pk=-1).first()
    location = post(
        who,
        url,
        preamble="В целях помощи",
        points="Назначить Школьную Марию Петровну координатором.\n\n  Контроль оставляю за собой. ",
        signer_post="Директор",
        signer_name="Белова Ирина Сергеевна",
        readers="Школьная Мария Петровна",
    )
    made = Order.objects.get()
    assert location == reverse("order", args=[made.pk])
    assert made.wording["points"] == [
        "Назначить Школьную Марию Петровну координатором.",
        "Контроль оставляю за собой.",
    ]
    assert [each.person_id for each in made.appointments.all()] == [who.person_id]
    # the coordinator reads and corrects, the head signs
    assert "Подписать</a>" not in text(who, location)
    assert "Подписать</a>" in text(head, location)
    sign = reverse("order-sign", args=[made.pk])
    text(who, sign, 403)
    seen = made.changed_at.isoformat()
    post(head, sign, 422, number="", date="2026-09-10", seen=seen)
    post(head, sign, 409, number="31", date="2026-09-10")
    post(head, sign, number="№ 31", date="2026-09-10", seen=seen)
    assert "№\u00a031 от\u00a010.09.2026" in text(head, location)
    text(head, sign, 409)


def test_a_draft_is_printed_with_its_annexes_and_who_reads_it(people: Cast) -> None:
    w = people.world
    group = Group.objects.create(
        kind=GroupKind.WORKING, name="Рабочая группа по программе", organisation=w.school
    )
    Member.objects.create(group=group, name="Титов Олег Борисович", post="Учитель", part=MemberPart.CHAIR)
    url = reverse("order-draft-school", args=[w.school.pk, "working-group"])
    page = text(people.school_head, url)
    assert "Создать рабочую группу по программе и утвердить её состав" in page
    assert "Титова Олега Борисовича" in page
    post(people.school_head, url, points="Создать рабочую группу.", readers="Титов Олег Борисович, учитель")
    made = Order.objects.get()
    answer = signed_in(people.school_head).get(reverse("order-print", args=[made.pk, "docx"]))
    words = [each.text for each in Document(BytesIO(answer.content)).paragraphs]
    assert "ПРИКАЗ" in words
    assert "О создании рабочих групп" in words
    cells = [
        cell.text
        for table in Document(BytesIO(answer.content)).tables
        for row in table.rows
        for cell in row.cells
    ]
    assert "Титов Олег Борисович" in cells
    assert (
        signed_in(people.school_head).get(reverse("order-print", args=[made.pk, "pdf"])).content[:4]
        == b"%PDF"
    )
    assert signed_in(people.school_head).get(reverse("order-print", args=[made.pk, "exe"])).status_code == 404
    assert signed_in(people.teacher).get(reverse("order-print", args=[made.pk, "docx"])).status_code == 404


def test_an_issued_order_is_entered_with_its_scan(people: Cast) -> None:
    who, w = people.municipal_coordinator, people.world
    assert "Берёзовский округ" in text(who, reverse("order-new"))
    where = post(who, reverse("order-new"), home=f"t{w.municipality.pk}")
    assert where == reverse("order-new-territory", args=[w.municipality.pk])
    post(who, reverse("order-new"), 422, home="t999999")
    scan = SimpleUploadedFile("стр 1.png", PNG, content_type="image/png")
    location = post(
        who,
        where,
        number="82-о/д",
        date="2026-09-10",
        title="О назначении кураторов",
        level="municipal",
        kind="curators",
        cycle=w.cycle.code,
        file=scan,
    )
    made = Order.objects.get()
    assert (made.state, made.kind, made.files.get().file.name) == (OrderState.ISSUED, "curators", "стр 1.png")
    assert "стр 1.png" in text(who, location)
    given = signed_in(people.authority_head).get(reverse("order-file", args=[made.pk, made.files.get().pk]))
    assert (given.content, given.headers["Content-Type"]) == (PNG, "application/octet-stream")
    assert given.headers["Content-Disposition"].startswith("attachment")
    # a bad file does not lose the order
    page = signed_in(who).post(
        where,
        {
            "number": "83",
            "date": "2026-09-10",
            "title": "О группе",
            "level": "municipal",
            "file": SimpleUploadedFile("x.exe", b"MZ\x00\x01binary"),
        },
        follow=True,
    )
    assert "Файл не приложен" in page.text
    assert Order.objects.filter(number="83").exists()


def test_people_of_one_school_come_straight_to_the_form(people: Cast) -> None:
    where = post(people.school_head, reverse("order-new") + "?draft=1")
    assert where == reverse("order-new-school", args=[people.world.school.pk]) + "?draft=1"
    location = post(people.school_head, where, title="О дежурстве", level="school")
    made = Order.objects.get()
    assert (made.state, made.title) == (OrderState.DRAFT, "О дежурстве")
    url = reverse("order-edit", args=[made.pk])
    post(people.school_head, url, 409, title="О дежурстве", level="school")
    seen = made.changed_at.isoformat()
    post(people.school_head, url, title="О дежурстве в школе", level="school", seen=seen)
    assert "О дежурстве в школе" in text(people.school_head, location)
    url = reverse("order-wording", args=[made.pk])
    made.refresh_from_db()
    post(people.school_head, url, 422, points=" ", seen=made.changed_at.isoformat())
    post(people.school_head, url, points="Дежурить.", seen=made.changed_at.isoformat())
    post(people.school_head, reverse("order-delete", args=[made.pk]))
    assert not Order.objects.exists()


def test_files_and_annexes_come_and_go(people: Cast) -> None:
    made, who = order(people.world.school), people.school_coordinator
    url = reverse("order-annex-add", args=[made.pk])
    post(who, url, number="6", title="Показатели", file=SimpleUploadedFile("6.png", PNG))
    assert "уже есть" in post(who, url, 422, number=" 6 ", title="Ещё")
    annex = made.annexes.get()
    assert "Приложение 6. Показатели" in text(who, reverse("order", args=[made.pk]))
    assert signed_in(people.teacher).get(reverse("order-annex-file", args=[made.pk, annex.pk])).content == PNG
    post(who, reverse("order-annex-remove", args=[made.pk, annex.pk]))
    file = file_of(made)
    post(who, reverse("order-file-remove", args=[made.pk, file.pk]))
    assert (made.annexes.count(), made.files.count()) == (0, 0)
    assert "Исправьте" in post(
        who, reverse("order-file-add", args=[made.pk]), 422, file=SimpleUploadedFile("a.exe", b"MZ\x00")
    )
    for name in ("order-file-add", "order-annex-add", "order-link", "order-relate", "order-lapse"):
        text(people.teacher, reverse(name, args=[made.pk]), 403)


def test_what_the_number_tells_is_offered_and_confirmed(people: Cast) -> None:
    made = order(people.world.school, number="7", date=date(2026, 9, 10))
    mine = Appointment.objects.filter(person_id=people.teacher.person_id)
    mine.update(order_number="№ 7", order_date=date(2026, 9, 10))
    page = text(people.school_head, reverse("order", args=[made.pk]))
    assert "Похоже, этот приказ назначил" in page
    assert "Учителева Мария Петровна: учитель" in page
    url = reverse("order-link", args=[made.pk])
    assert "Отметьте" in post(people.school_head, url, 422)
    post(people.school_head, url, what=[f"a{mine.get().pk}"])
    page = text(people.school_head, reverse("order", args=[made.pk]))
    assert ("Похоже" in page, "Кого назначает" in page) == (False, True)
    post(people.school_head, reverse("order-unlink", args=[made.pk]))
    assert "Похоже" in text(people.school_head, reverse("order", args=[made.pk]))


def test_a_replaced_order_says_by_what(people: Cast) -> None:
    w = people.world
    earlier, later = order(w.school, number="16"), order(w.school, number="31", date=date(2026, 9, 10))
    url = reverse("order-relate", args=[later.pk])
    post(people.school_head, url, kind=RelationKind.REPLACES, earlier=earlier.pk)
    assert "заменён приказом № 31" in text(people.school_head, reverse("orders"))
    assert "Приказ №\u00a031" in text(people.school_head, reverse("order", args=[earlier.pk]))
    post(people.school_head, reverse("order-restore", args=[earlier.pk]))
    post(people.school_head, reverse("order-unrelate", args=[later.pk, later.does.get().pk]))
    url = reverse("order-lapse", args=[earlier.pk])
    post(people.school_head, url, 422, day="2026-09-10", reason="")
    post(people.school_head, url, day="2026-09-10", reason="Срок вышел")
    earlier.refresh_from_db()
    assert earlier.state == OrderState.LAPSED


def test_the_registry_is_narrowed_in_the_link_and_goes_out_as_it_is_shown(people: Cast) -> None:
    w, who = people.world, people.municipal_coordinator
    teacher = Appointment.objects.get(person_id=people.teacher.person_id)
    one = order(w.school, w.cycle, title="О координаторе", number="16-о/д", kind="school-coordinator")
    one.appointments.add(teacher)
    order(w.municipality, title="О дорожной карте", number="20", date=date(2025, 3, 1))
    order(w.second_school, title="О группе", state=OrderState.LAPSED, number="21")
    order(w.neighbour_school, title="Чужой приказ")
    order(w.region, title="О плане-графике", number="22")
    draft(w.school, title="Проект школы")
    found = {
        query: [title for title in _TITLES if title in text(who, f"/orders/?{query}")]
        for query in (
            *(
                "",
                "level=school",
                "q=дорожной",
                "q=16 од",
                "q=Берёзовская+2",
                "appoints=учителева",
                "year=2025",
            ),
            *("state=lapsed", "state=draft", "kind=school-coordinator", "cycle=2026", "level=нет"),
        )
    }
    assert found == {
        "": [t for t in _TITLES if t != "Чужой приказ"],
        "level=school": ["О координаторе", "О группе", "Проект школы"],
        "q=дорожной": ["О дорожной карте"],
        "q=16 од": ["О координаторе"],
        "q=Берёзовская+2": ["О группе"],
        "appoints=учителева": ["О координаторе"],
        "year=2025": ["О дорожной карте"],
        "state=lapsed": ["О группе"],
        "state=draft": ["Проект школы"],
        "kind=school-coordinator": ["О координаторе"],
        "cycle=2026": ["О координаторе"],
        "level=нет": [t for t in _TITLES if t != "Чужой приказ"],
    }
    answer = signed_in(who).get("/orders/?level=school&as=xlsx")
    sheet = load_workbook(BytesIO(answer.content)).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    header = next(row for row in rows if row[0] == "Номер")
    below = rows[rows.index(header) + 1 :]
    assert [row[2] for row in below if row[2]] == ["Проект школы", "О группе", "О координаторе"]
    assert next(row for row in below if row[2] == "О координаторе")[9] == "Учителева М. П."


_TITLES = (
    "О координаторе",
    "О дорожной карте",
    "О группе",
    "Чужой приказ",
    "О плане-графике",
    "Проект школы",
)


def test_an_empty_registry_says_what_to_do(people: Cast) -> None:
    assert "Приказов пока нет. Внесите те" in text(people.school_head, "/orders/")
    assert "Таких приказов нет" in text(people.school_head, "/orders/?q=нет")


def test_those_without_a_part_are_refused_and_strangers_find_nothing(people: Cast) -> None:
    w = people.world
    bag = orders_at(w.municipality, w.school, w.cycle, now=NOW)
    own = reverse("order", args=[bag["order"]["pk"]])
    text(people.observer, "/orders/", 403)
    text(people.expert, "/orders/expected/", 403)
    for stranger in (people.neighbour_school_head, people.foreign_municipal_coordinator, people.teacher):
        text(stranger, own, 404)
    text(people.curator, reverse("order-new"), 403)
    text(people.curator, reverse("order-draft-school", args=[w.school.pk, "school-coordinator"]), 403)
    text(people.school_head, reverse("order-draft-school", args=[w.school.pk, "curators"]), 404)
    text(
        people.school_head,
        reverse("order-draft-school", args=[w.second_school.pk, "school-coordinator"]),
        404,
    )
    for name in ("order-file", "order-file-remove"):
        text(
            people.school_head,
            reverse(name, args=[bag["order-lapse"]["pk"], bag["order-file"]["file_pk"]]),
            404,
        )


def test_what_people_type_is_never_markup(people: Cast) -> None:
    evil = "<script>alert(1)</script>"
    made = draft(people.world.school, title=evil, issuer=evil, wording={"preamble": evil, "points": [evil]})
    for url in ("/orders/", reverse("order", args=[made.pk]), reverse("order-sign", args=[made.pk])):
        page = text(people.school_head, url)
        assert evil not in page
        assert "&lt;script&gt;" in page


def test_others_point_at_an_order_they_see(people: Cast) -> None:
    w = people.world
    made = order(w.school, number="16", title="О группе")
    references.register(SOURCES)
    found = references.find(people.curator, "order", made.pk)
    assert found is not None
    assert (found.title, found.url, found.school_id, found.territory_path) == (
        "Приказ №\u00a016 от\u00a001.09.2026 «О группе»",
        f"/orders/{made.pk}/",
        w.school.pk,
        w.municipality.path,
    )
    assert references.find(people.neighbour_curator, "order", made.pk) is None
    assert references.word("order") == "приказ"
    assert references.find(actor(Role.OBSERVER, w.municipality), "order", made.pk) is None


def test_a_draft_of_what_is_in_force_replaces_it_and_lets_go_who_left(people: Cast) -> None:
    w, who = people.world, people.school_coordinator
    earlier = order(w.school, w.cycle, kind="school-coordinator", number="16")
    left = appointment(
        person("Уходова", given_name="Анна", patronymic="Ивановна"),
        *(Role.SCHOOL_COORDINATOR, w.school),
        until=date(2026, 9, 10),
    )
    earlier.appointments.add(left)
    url = reverse("order-draft-school", args=[w.school.pk, "school-coordinator"])
    page = text(who, url)
    assert "Сейчас действует приказ №\u00a016" in page
    for point in (
        "Освободить Уходову Анну Ивановну от обязанностей школьного координатора.",
        "Признать утратившим силу приказ №\u00a016 от\u00a001.09.2026",
        "Назначить Школьную Марию Петровну",
    ):
        assert point in page, point
    post(who, url, preamble="В целях помощи", points="Назначить Школьную М. П. координатором.")
    made = Order.objects.get(state=OrderState.DRAFT)
    relation = made.does.get()
    assert (relation.earlier, relation.kind) == (earlier, RelationKind.REPLACES)
    assert Event.objects.get(subject_id=made.pk, subject_kind="order").note == (
        "заменит приказ №\u00a016 от\u00a001.09.2026"
    )
    sign(order=made, number="31", day=date(2026, 9, 14), seen=made.changed_at, by=people.school_head, at=NOW)
    earlier.refresh_from_db()
    assert (earlier.state, earlier.lapsed_on) == (OrderState.LAPSED, date(2026, 9, 14))
