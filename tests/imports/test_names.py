"""One key for one name written in many ways; near names offered, other schools kept apart."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opora.imports.alphabets import fold_mixed_alphabet, mixed_alphabet_warning
from opora.imports.names import NameIndex, nearest, person_key, school_key
from opora.imports.problems import Place

SAME = [
    [
        "МБОУ «Асовская ООШ»",
        'МБОУ "Асовская  ООШ"',
        "Асовская основная общеобразовательная школа",
        "Муниципальное бюджетное образовательное учреждение „Асовская основная общеобразовательная школа“",
        "MБОУ «Acoвская OOШ»",
        "МКОУ асовская оош",
    ],
    [
        "МАОУ СОШ № 5 г. Березники",
        "СОШ №5 г.Берёзники",
        "Средняя общеобразовательная школа N 5 города Березники",
        "COШ No5 г. Березники",
        "МОУ «Средняя общеобразовательная школа номер 5» г. Березники",
    ],
    ["ГБОУ школа – интернат № 2", "Школа-интернат 2"],
    ["МКОУ «Ёлкинская НОШ»", "Елкинская начальная общеобразовательная школа"],
    ["МОУ СОШ им. А.С. Пушкина", "СОШ имени А. С. Пушкина"],
]


@pytest.mark.parametrize("names", SAME)
def test_writing_does_not_change_the_key(names: list[str]):
    assert {school_key(name) for name in names} == {school_key(names[0])}


def test_other_schools_keep_other_keys():
    names = [
        "СОШ № 5",
        "СОШ № 15",
        "ООШ № 5",
        "СШ № 5",
        "Гимназия № 5",
        "СОШ № 5 г. Березники",
        "Асовская ООШ",
        "Асовская СОШ",
        "МБОУ",
        "МАОУ",
        "Моугинская ООШ",
        "Онохинская ООШ",
    ]
    assert len({school_key(name) for name in names}) == len(names)


@pytest.mark.parametrize(
    ("text", "folded", "mixed"),
    [
        ("COШ № 5", "СОШ № 5", True),
        ("Мocква", "Москва", True),
        ("MOY СОШ", "МОУ СОШ", True),
        ("Wоrd", "Word", True),
        ("Гимназия имени XX съезда", "Гимназия имени XX съезда", False),
        ("Windows и СОШ", "Windows и СОШ", False),
        ("Школа 5А", "Школа 5А", False),
        ("Жoдw", "Жoдw", True),
    ],
)
def test_mixed_alphabets(text: str, folded: str, mixed: bool):
    assert fold_mixed_alphabet(text) == (folded, mixed)
    assert (mixed_alphabet_warning(text, Place("a", 1, "A")) is not None) == mixed


KNOWN = [f"МБОУ СОШ № {n} г. {town}" for town in ("Березники", "Кунгур", "Лысьва") for n in range(1, 31)] + [
    "МБОУ «Асовская ООШ»",
    "МБОУ «Кляповская ООШ»",
    "МБОУ «Берёзовская СОШ № 2»",
]


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("МБОУ «Ассовская ООШ»", "МБОУ «Асовская ООШ»"),
        ("Кляповкая основная общеобразовательная школа", "МБОУ «Кляповская ООШ»"),
        ("СОШ №2 Березовская", "МБОУ «Берёзовская СОШ № 2»"),
        ("СОШ 17 Кунгур", "МБОУ СОШ № 17 г. Кунгур"),
    ],
)
def test_the_nearest_name_is_offered_first(asked: str, first: str):
    assert nearest(asked, KNOWN)[0] == first


def test_offers_are_few_total_in_order_and_none_for_a_stranger():
    index = NameIndex(KNOWN)
    assert index.nearest("СОШ № 99 г. Кунгур", n=2) == NameIndex(reversed(KNOWN)).nearest(
        "СОШ № 99 г. Кунгур", n=2
    )
    assert len(index.nearest("СОШ № 99 г. Кунгур", n=2)) == 2
    assert index.nearest("Детский сад «Ромашка»") == []
    assert index.same("Асовская основная общеобразовательная школа") == ["МБОУ «Асовская ООШ»"]
    assert (index.same("Нет такой"), index.nearest(""), nearest("СОШ", [])) == ([], [], [])


def test_misspelt_surnames_find_their_people():
    people = ["Ёлкина Мария Петровна", "Ельцова Анна Ивановна", "Сидоров Пётр Ильич", "Сидорова Нина Львовна"]
    assert person_key("ЁЛКИНА  Мария-Анна П.") == "елкина мария-анна п"
    assert nearest("Елкнна Мария Петровна", people, key=person_key)[0] == "Ёлкина Мария Петровна"
    assert nearest("Сидаров Петр Ильич", people, key=person_key)[0] == "Сидоров Пётр Ильич"


@settings(deadline=None)
@given(st.text(max_size=60))
def test_keys_are_stable_and_never_fail(text: str):
    key = school_key(text)
    assert key == key.strip()
    assert isinstance(person_key(text), str)
    folded, _ = fold_mixed_alphabet(text)
    assert len(folded) == len(text)
