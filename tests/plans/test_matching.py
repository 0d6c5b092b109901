"""A row of a file finds its row in the plan."""

from opora.plans.matching import Said, matched

OLD = [
    Said("1.", "Создание координационной группы по поддержке школ"),
    Said("35", "Посещение школ, встречи с руководителями школ"),
    Said("35.", "Оценка качества предпринимаемых мер по документам школ"),
    Said("37.", "Индивидуальные консультации для кураторов проекта"),
]


def test_the_same_plan_is_the_same() -> None:
    assert matched(OLD, OLD) == [0, 1, 2, 3]


def test_a_number_that_stands_twice_is_told_apart_by_words() -> None:
    assert matched(OLD, [OLD[2], OLD[1]]) == [2, 1]


def test_words_are_more_than_the_number() -> None:
    """A row put in between moves the numbers of all below it."""
    new = [
        OLD[0],
        Said("2.", "Новая работа"),
        Said("36.", OLD[1].what),
        Said("37.", OLD[2].what),
        Said("38.", OLD[3].what),
    ]
    assert matched(OLD, new) == [0, None, 1, 2, 3]


def test_a_reworded_row_keeps_its_number() -> None:
    new = Said("37", "Индивидуальные и групповые консультации для кураторов проекта в школах")
    assert matched(OLD, [new]) == [3]


def test_another_work_under_an_old_number_is_new() -> None:
    assert matched(OLD, [Said("37.", "Подготовка к августовской конференции")]) == [None]


def test_nearly_the_same_words_without_a_number() -> None:
    assert matched(OLD, [Said("", "Индивидуальные консультации для кураторов проекта!")]) == [3]
    assert matched([], OLD) == [None] * 4
