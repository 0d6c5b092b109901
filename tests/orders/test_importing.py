"""A registry of orders from a table: all or nothing, repeatable, places of errors, what orders do to each other."""

import io
from datetime import date
from typing import Any

import pytest
import xlsxwriter

from conftest import NOW
from factories.orders import draft, order
from factories.people import Cast, appointment, person, signed_in
from opora.access import Actor, Refused, Role
from opora.access.actor import operator
from opora.appointments.models import Appointment
from opora.groups.models import Group
from opora.groups.states import GroupKind
from opora.history.models import Event
from opora.imports.contract import Request, register
from opora.imports.performing import Done, perform
from opora.imports.sheets import read_workbook
from opora.orders.importing import OrdersImporter
from opora.orders.models import Order, Relation
from opora.orders.reading import pointed
from opora.orders.states import OrderLevel, OrderState, RelationKind

pytestmark = pytest.mark.django_db
HEADINGS = ("Номер", "Дата", "О чём", "Уровень", "Кто издал", "Школа", "Территория", "Вид", "Кого назначает",
            "Изменяет", "Заменяет", "Состояние", "Утратил силу", "Программный год")  # fmt: skip
_NAMES = ("number", "date", "title", "level", "issuer", "school", "territory", "kind", "appoints",
          "amends", "replaces", "state", "lapsed", "cycle")  # fmt: skip


def row(number: object, day: object, title: str, **more: object) -> tuple[object, ...]:
    values: dict[str, object] = {"number": number, "date": day, "title": title, **more}
    return tuple(values.get(name) for name in _NAMES)


def book(*rows: tuple[object, ...]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "dd.mm.yyyy"}) as made:
        sheet = made.add_worksheet("Приказы")
        for at, cells in enumerate((HEADINGS, *rows)):
            for column, value in enumerate(cells):
                if value is not None:
                    sheet.write(at, column, value)
    return out.getvalue()


def load(
    by: Actor, *rows: tuple[object, ...], data: bytes = b"", dry_run: bool = False, **options: str
) -> Done:
    register([OrdersImporter()])
    return perform(
        kind="orders", data=data or book(*rows), name="приказы.xlsx", request=Request(by=by, options=options),
        dry_run=dry_run, at=NOW,
    )  # fmt: skip


def codes(done: Done) -> list[tuple[str, str | None]]:
    return [(each.code, each.place.cell) for each in done.report.problems]


REGISTRY = (
    row("№ 16", date(2026, 2, 2), "О назначении ответственных", issuer="Управление образования"),
    row(
        *("82", "04.09.2026", "О назначении муниципальных координаторов"),
        appoints="Окружная М. П.",
        replaces="16 от 02.02.2026",
    ),
    row("31-о/д", "10 сентября 2026", "«О создании рабочих групп»", school="S1", amends="№ 30"),
    row("30", date(2026, 9, 7), "О программе", level="школьный", issuer="Берёзовская школа № 1"),
)  # fmt: skip


def test_a_registry_goes_in_whole_and_once(people: Cast) -> None:
    who, world = people.municipal_coordinator, people.world
    checked = load(who, *REGISTRY, dry_run=True)
    assert (checked.status, checked.report.problems, checked.report.counts.new) == ("dry-run", (), 4)
    assert checked.report.preview is not None
    assert checked.report.preview.rows[1] == (
        "№\u00a082 от\u00a004.09.2026", "О назначении муниципальных координаторов", "Берёзовский округ", "новый",
    )  # fmt: skip
    assert not Order.objects.exists(), "a check writes nothing"

    done = load(who, *REGISTRY, cycle="2026")
    assert (done.status, done.report.counts.new) == ("applied", 4)
    found = {each.number: each for each in Order.objects.all()}
    old, new, school, amended = (found[number] for number in ("16", "82", "31-о/д", "30"))
    assert (old.territory, old.level, old.issuer, old.cycle, old.state) == (
        world.municipality, OrderLevel.MUNICIPAL, "Управление образования", None, OrderState.LAPSED,
    )  # fmt: skip
    assert (new.kind, new.cycle, new.date, old.lapsed_on) == (
        "municipal-coordinator", world.cycle, date(2026, 9, 4), date(2026, 9, 4),
    )  # fmt: skip
    given = Appointment.objects.get(orders=new)
    assert (given.person_id, given.order_number, given.order_date) == (who.person_id, "82", date(2026, 9, 4))
    assert (school.school, school.title, school.kind, school.date) == (
        world.school, "О создании рабочих групп", "working-group", date(2026, 9, 10),
    )  # fmt: skip
    assert (amended.school, amended.issuer) == (world.school, "")
    assert set(Relation.objects.values_list("later", "earlier", "kind")) == {
        (new.pk, old.pk, RelationKind.REPLACES),
        (school.pk, amended.pk, RelationKind.AMENDS),
    }

    told = Event.objects.count()
    again = load(who, *REGISTRY, cycle="2026")
    assert (again.status, again.report.problems, again.report.counts.same) == ("applied", (), 4)
    assert (Order.objects.count(), Event.objects.count()) == (4, told)


def test_what_was_exported_comes_back_unchanged(people: Cast) -> None:
    world, who = people.world, people.municipal_coordinator
    linked = order(world.municipality, world.cycle, kind="curators", title="О назначении кураторов")
    linked.appointments.add(appointment(person("Двойная"), Role.CURATOR, world.school))
    linked.groups.add(
        Group.objects.create(name="Штаб", kind=GroupKind.COORDINATION, territory=world.municipality)
    )
    order(world.municipality, level=OrderLevel.FEDERAL, issuer="Минпросвещения России")
    order(world.school, state=OrderState.LAPSED, number="82-о/д")
    draft(world.second_school)
    before, told = list(Order.objects.order_by("pk").values()), Event.objects.count()
    file = signed_in(who).get("/orders/?as=xlsx").content
    done = load(who, data=file)
    assert [each.code for each in done.report.problems] == ["orders-draft-left"]
    assert (done.status, done.report.counts.same, done.report.counts.total) == ("applied", 3, 3)
    assert (list(Order.objects.order_by("pk").values()), Event.objects.count()) == (before, told)


def test_what_stands_is_only_filled_in(people: Cast) -> None:
    kept = order(people.world.school, number="16", title="О координаторе")
    changed = row("16", kept.date, "О другом", school="S1", kind="school-coordinator", cycle=2026)
    done = load(people.school_head, changed)
    assert (done.status, done.report.counts.changed, codes(done)) == (
        "applied",
        1,
        [("orders-words-kept", "C2")],
    )
    kept.refresh_from_db()
    assert (kept.title, kept.kind, kept.cycle) == ("О координаторе", "school-coordinator", people.world.cycle)
    assert Event.objects.get(subject_kind="order").note == "вид приказа, программный год 2026"


@pytest.mark.parametrize(
    ("wrong", "code", "cell"),
    [
        (row("", date(2026, 9, 1), "О группе"), "orders-refused", "A2"),
        (row("№ —", date(2026, 9, 1), "О группе"), "orders-refused", "A2"),
        (row("1", "", "О группе"), "orders-bad-day", "B2"),
        (row("1", "сентябрь", "О группе"), "orders-bad-day", "B2"),
        (row("1", "01.09", "О группе"), "orders-bad-day", "B2"),
        (row("1", date(2026, 9, 15), "О группе"), "orders-refused", "B2"),
        (row("1", date(2026, 9, 1), ""), "orders-refused", "C2"),
        (row("1", date(2026, 9, 1), "О группе", level="высший"), "orders-bad-level", "D2"),
        (row("1", date(2026, 9, 1), "О группе", school="S1", level="федеральный"), "orders-refused", "D2"),
        (row("1", date(2026, 9, 1), "О группе", level="школьный"), "orders-no-home", "E2"),
        (row("1", date(2026, 9, 1), "О группе", school="Лесная школа"), "orders-no-home", "F2"),
        (row("1", date(2026, 9, 1), "О группе", school="S3"), "orders-no-home", "F2"),
        (row("1", date(2026, 9, 1), "О группе", territory="M2"), "orders-no-home", "G2"),
        (row("1", date(2026, 9, 1), "О группе", kind="сон"), "orders-bad-kind", "H2"),
        (row("1", date(2026, 9, 1), "О группе", state="спит"), "orders-bad-state", "L2"),
        (row("1", date(2026, 9, 1), "О группе", state="утратил силу"), "orders-bad-day", "M2"),
        (row("1", date(2026, 9, 1), "О группе", lapsed=date(2026, 8, 1)), "orders-refused", "M2"),
        (row("1", date(2026, 9, 1), "О группе", cycle="1999"), "orders-bad-year", "N2"),
    ],
)  # fmt: skip
def test_what_is_wrong_stands_at_its_cell_and_keeps_all_back(
    people: Cast, wrong: tuple[Any, ...], code: str, cell: str
) -> None:
    done = load(people.municipal_coordinator, wrong, row("77", date(2026, 9, 2), "О другом"))
    assert (done.status, codes(done)) == ("refused", [(code, cell)])
    assert not Order.objects.exists()


def test_what_is_not_found_is_told_and_stops_nothing(people: Cast) -> None:
    for _ in range(2):
        appointment(person("Двойная"), Role.CURATOR, people.world.school)
    lonely = row(
        "5", date(2026, 9, 1), "О кураторах", appoints="Двойная М. П.; Никто", replaces="№ 4 от 01.09.2025"
    )
    done = load(people.municipal_coordinator, lonely, row("5", date(2026, 9, 1), "Ещё раз"))
    assert codes(done) == [
        ("orders-twice", "A3"),
        ("orders-person-unknown", "I2"),
        ("orders-earlier-unknown", "K2"),
    ]
    done = load(people.municipal_coordinator, lonely)
    assert (done.status, Order.objects.get().appointments.count()) == ("applied", 0)


def test_who_loads_and_for_whom(people: Cast) -> None:
    one = row("1", date(2026, 9, 1), "О группе")
    with pytest.raises(Refused, match="координаторы и директор"):
        load(people.curator, one)
    assert load(people.school_coordinator, one).status == "applied"
    assert Order.objects.get().school == people.world.school
    named = row("2", date(2026, 9, 1), "О группе", territory="Берёзовский округ")
    assert codes(load(people.school_coordinator, named))[0][0] in {"orders-no-home", "orders-refused"}
    assert codes(load(operator(), one)) == [("orders-no-home", "G2")]
    assert load(operator(), one, territory="M1").status == "applied"
    assert codes(load(operator(), one, territory="XX")) == [("orders-bad-option", None)]
    assert codes(load(operator(), one, cycle="1999")) == [("orders-bad-option", None)]


def test_several_in_a_cell_stand_a_line_each_and_a_date_may_break(people: Cast) -> None:
    who = people.municipal_coordinator
    done = load(
        who,
        row("16", date(2026, 2, 2), "О школах"),
        row("17", date(2026, 2, 3), "О сроках"),
        row(
            "82",
            date(2026, 9, 4),
            "О координаторах",
            appoints="Никто Н. Н.\nНекто",
            amends="№ 16\nот 02.02.2026\n17",
        ),
    )
    assert codes(done) == [("orders-person-unknown", "I4")]
    assert "Никто Н. Н., Некто." in done.report.problems[0].message
    assert {each.earlier.number for each in Relation.objects.all()} == {"16", "17"}


def test_the_template_is_a_registry_and_another_table_is_not(people: Cast) -> None:
    importer = OrdersImporter()
    done = load(people.municipal_coordinator, data=importer.template(), dry_run=True)
    assert {each.code for each in done.report.problems} <= {"orders-no-home", "orders-person-unknown",
                                                              "orders-earlier-unknown", "orders-refused"}  # fmt: skip
    assert done.report.rows == 2
    assert codes(load(people.municipal_coordinator, data=b"a;b\n1;2\n")) == [("orders-no-headings", None)]
    assert codes(load(people.municipal_coordinator)) == [("orders-empty", None)]
    assert read_workbook(importer.template(), "шаблон.xlsx").sheets[0].name == "Приказы"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("№ 16 от 02.02.2022", ("16", date(2022, 2, 2))),
        ("приказ №16-о/д от 2 февраля 2022 г.", ("16-о/д", date(2022, 2, 2))),
        ("16", ("16", None)),
        ("16 от прошлого года", ("16 от прошлого года", None)),
    ],
)
def test_an_order_is_pointed_at_as_people_write(said: str, meant: tuple[str, date | None]) -> None:
    assert pointed(said) == meant
