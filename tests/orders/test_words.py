"""Numbers, names in the accusative, the text of an order: pure functions."""

from datetime import date

import pytest

from opora.access import Role
from opora.groups.states import GroupKind
from opora.orders.drafting import CONTROL, Named, Team, Wording, appointing, creating, proposed
from opora.orders.expected import Expected
from opora.orders.kinds import expected_orders
from opora.orders.naming import named, requisites
from opora.orders.numbers import alike, cleaned, key
from opora.orders.printouts.form import Head, office_form
from opora.orders.states import MOVES, TRANSITIONS, OrderLevel, OrderState
from opora.printing import write_docx, write_pdf

ANNA = Named("Петрова Анна Ивановна", "Заместитель директора")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("№82", "82", True),
        ("№ 82-о/д", "82 ОД", True),
        ("82-о/д", "82", True),
        ("82-о/д", "82-к", False),
        ("82", "182", False),
        ("82", "8", False),
        ("№ 82", "N 82", True),
        ("82-OД", "82-од", True),
        ("", "82", False),
        ("—", "—", False),
    ],
)
def test_numbers_are_forgiven_how_they_are_written(one: str, other: str, *, same: bool) -> None:
    assert (alike(one, other), alike(other, one)) == (same, same)


def test_a_number_is_kept_as_written_without_its_sign() -> None:
    assert [cleaned(each) for each in ("№82", " № 82-о/д ", "н-17", "№  01-05/ 82")] == [
        "82",
        "82-о/д",
        "н-17",
        "01-05/ 82",
    ]
    assert key("№ 01-05/82") == "010582"


def test_an_order_is_named_by_what_is_known() -> None:
    assert requisites("16", date(2022, 2, 2)) == "№\u00a016 от\u00a002.02.2022"
    assert requisites("", None) == "без номера"
    assert named("", None, "О группе") == "Проект приказа «О группе»"


def test_somebody_is_appointed_in_the_accusative() -> None:
    assert (
        appointing(ANNA, "школьным координатором")
        == "Назначить Петрову Анну Ивановну, заместителя директора, школьным координатором."
    )
    man = Named("Громов Павел Андреевич", "учитель математики")
    assert appointing(man, "координатором") == (
        "Назначить Громова Павла Андреевича, учителя математики, координатором."
    )
    curator = Named("Жукова Елена Романовна", "", ("Боровская школа", "Луговская школа"))
    assert (
        appointing(curator, "куратором")
        == "Назначить Жукову Елену Романовну куратором школ: Боровская школа, Луговская школа."
    )


def test_a_group_is_created_with_its_list_and_head() -> None:
    team = Team("Рабочая группа по программе", "Рабочая группа", (), ANNA)
    assert creating(team, None) == [
        "Создать рабочую группу по программе и утвердить её состав (приложение).",
        "Назначить руководителем рабочей группы Петрову Анну Ивановну, заместителя директора.",
    ]
    other = Team("Поиск", "Координационная группа")
    assert creating(other, 2) == [
        "Создать координационную группу «Поиск» и утвердить её состав (приложение 2)."
    ]


def _expected(**values: object) -> Expected:
    return Expected("code", "О назначении", OrderLevel.SCHOOL, "Зачем", **values)  # type: ignore[arg-type]


def test_the_text_names_the_year_everybody_and_who_reads_it() -> None:
    expected = _expected(role=Role.SCHOOL_COORDINATOR, preamble="В целях участия ({год})")
    team = Team(
        "Группа",
        "Рабочая группа",
        (("Титов О. Б.", "учитель", "участник"), (ANNA.name, ANNA.post, "руководитель")),
    )
    text = proposed(expected, "2026/27", [ANNA], [team], signer=Named("Белова И. С.", "Директор"))
    assert text.preamble == "В целях участия (2026/27)"
    assert text.points == (
        "Назначить Петрову Анну Ивановну, заместителя директора, школьным координатором.",
        "Создать рабочую группу «Группа» и утвердить её состав (приложение).",
        CONTROL,
    )
    # who is appointed and is in the group stands once
    assert text.readers == ("Петрова Анна Ивановна, заместитель директора", "Титов О. Б., учитель")
    assert Wording.of(text.as_json()) == text


def test_without_people_there_is_a_line_to_write_on() -> None:
    nobody = proposed(_expected(role=Role.CURATOR), "2026", [], [])
    assert nobody.points[0] == "Назначить ______________________ куратором."
    no_group = proposed(_expected(group=GroupKind.METHODICAL), "2026", [], [])
    assert no_group.points[0] == "Создать методическое объединение и утвердить её состав (приложение)."


def test_the_last_day_is_of_the_stage_or_of_the_words() -> None:
    year, stages = (date(2026, 9, 1), date(2027, 8, 31)), {2: date(2026, 9, 20), 3: None}
    assert _expected(stage=2).due(year, stages) == date(2026, 9, 20)
    assert _expected(stage=3).due(year, stages) is None
    assert _expected(stage=9).due(year, stages) is None
    assert _expected(term="до 01.10").due(year, stages) == date(2026, 10, 1)
    assert _expected(term="по запросу").due(year, stages) is None


def test_a_stage_and_words_together_are_refused() -> None:
    check = expected_orders().check
    assert check is not None
    assert [each.where for each in check({"orders": [{"stage": 1, "term": "май"}]})] == ["term"]
    assert [each.where for each in check({"orders": []})] == ["orders"]


def test_the_office_form_is_the_same_bytes_again() -> None:
    text = proposed(
        _expected(role=Role.SCHOOL_COORDINATOR),
        "2026",
        [ANNA],
        [Team("Г", "Рабочая группа", (("А", "", ""),))],
    )
    paper = office_form(Head("Школа № 1", "О назначении", date(2026, 9, 14), parent="Управление"), text)
    assert write_docx(paper) == write_docx(paper)
    assert write_pdf(paper).startswith(b"%PDF")
    assert paper.footer == "Проект"


def test_every_state_has_its_steps_and_its_mover() -> None:
    assert set(TRANSITIONS) == set(MOVES) == set(OrderState)
