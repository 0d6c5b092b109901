"""People, roles and schools as plans name them."""

import pytest

from opora.access import Role
from opora.plans.naming import Numbered, keys_of, keys_of_person, people, role_of, school_numbers


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Гречухина Е.С. Лазорева В.П.", ["Гречухина Е.С.", "Лазорева В.П."]),
        ("Гречухина Е.С.\nЛазорева В.П.; методисты", ["Гречухина Е.С.", "Лазорева В.П.", "методисты"]),
        (
            "Кураторы из Средних школ №№ 1, 3, 15, методисты.",
            ["Кураторы из Средних школ №№ 1, 3, 15", "методисты"],
        ),
        ("Рабочая группа", ["Рабочая группа"]),
        ("• Иванова Мария Петровна\n• Иванова Мария Петровна", ["Иванова Мария Петровна"]),
        ("", []),
    ],
)
def test_a_cell_names_people(cell: str, names: list[str]) -> None:
    assert people(cell) == names
    assert people("\n".join(names)) == names


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Кураторы из Средних школ №№ 1, 3", Role.CURATOR),
        ("Руководители МБОУ «Луговская ООШ»", Role.SCHOOL_HEAD),
        ("директора школ", Role.SCHOOL_HEAD),
        ("Муниципальные координаторы", Role.MUNICIPAL_COORDINATOR),
        ("Школьный координатор", Role.SCHOOL_COORDINATOR),
        ("начальник управления образования", Role.AUTHORITY_HEAD),
        ("методисты центра", Role.METHODIST),
        ("заместители директоров", None),
        ("Кураторова А.А.", None),
        ("Рабочая группа", None),
    ],
)
def test_a_whole_role_is_known_by_its_words(name: str, role: Role | None) -> None:
    assert role_of(name) == role


def test_a_person_is_looked_up_by_surname_and_initials() -> None:
    known = keys_of_person("Ёлкина", "Мария", "Петровна")
    for written in ("Елкина М.П.", "Ёлкина М. П.", "М.П. Ёлкина", "Ёлкина Мария Петровна", "Ёлкина М."):
        assert set(keys_of(written)) & set(known), written
    assert not set(keys_of("Ёлкина А.П.")) & set(known)
    assert keys_of("кураторы") == [] and keys_of_person("", "Мария", "") == []


def test_schools_are_known_by_numbers_where_only_one_has_it() -> None:
    text = "Участие Средних школ №№ 2, 7 и 32, Основной школы № 14; приказ № 5, кабинет № 3"
    assert school_numbers(text) == [2, 7, 32, 14]
    numbered = Numbered.of(
        [(10, "Средняя школа № 2"), (11, "Школа №7"), (12, "Лицей № 14"), (13, "Школа № 14")]
    )
    assert numbered.named_in(text) == (10, 11)
    assert numbered.unknown_in(text) == [32, 14]
