"""«@Фамилия» in any case, with ё or е, alone or among namesakes; a mail address calls nobody."""

import pytest

from opora.discussions.naming import called, cases, meant


def test_words_after_at_are_calls_and_mail_is_not() -> None:
    text = "@Иванова, ждём. Пишите на anna@shkola.ru или @петров-водкин; (@Ёлкина) @@ @ @Иванова a.b@c"
    assert called(text) == ["Иванова", "петров-водкин", "Ёлкина"]


@pytest.mark.parametrize(
    ("surname", "written"),
    [
        ("Иванова", "иванова ивановой иванову"),
        ("Кузьмин", "кузьмина кузьмину кузьминым кузьмине"),
        ("Соловьёв", "соловьева соловьёву"),
        ("Белинская", "белинской белинскую"),
        ("Невский", "невского невскому невским"),
        ("Толстой", "толстого толстому"),
        ("Котова-Лис", "котова-лису"),
        ("Громыко", "громыко"),
        ("Соловей", "соловею"),
        ("Щука", "щуке щуку щукой"),
        ("Бондарь", "бондарю"),
        ("Шевчук", "шевчуку шевчука"),
    ],
)
def test_a_surname_is_known_in_its_cases(surname: str, written: str) -> None:
    for word in written.split():
        assert meant(word, [(surname, 1)]) == [1], word


def test_a_surname_as_it_is_stands_before_a_case_of_another() -> None:
    people = [("Иванов", 1), ("Иванова", 2)]
    assert meant("Иванова", people) == [2]
    assert meant("Иванову", people) == [1, 2]
    assert meant("Петров", people) == []
    assert meant("ж", [("", 3)]) == []


def test_a_short_surname_does_not_take_others() -> None:
    assert "ли" in cases("Ли")
    assert meant("Лина", [("Ли", 1)]) == []
