"""The one published list that can be checked: domain.md 2.2, the table of seed 001."""

from decimal import Decimal

import pytest

from factories.organisations import municipality, school
from factories.results import all_procedures, fact
from opora.identification.engine import Outcome, Selection, select
from opora.identification.rule import Rule
from opora.identification.states import Mode

pytestmark = pytest.mark.django_db

PROCEDURES = ("vpr-ma-5", "vpr-ma-6", "vpr-ru-5", "vpr-ru-6", "oge-ma", "oge-ru")
# «% 2» in 2020 and 2021; None is a dash, the doubtful ОГЭ русский cells are left empty
TABLE = {
    "МБОУ «Асовская ООШ»": ((23, 58), (73, 42), (50, 40), (60, 28), (None, 10), (None, None)),
    "МБОУ «Кляповская ООШ»": ((0, 0), (22, 11), (28, 20), (50, 50), (None, 10), (None, None)),
}


@pytest.fixture
def _table() -> None:
    all_procedures()
    place = municipality("Берёзовский округ")
    for name, shares in TABLE.items():
        of = school(name, place)
        for code, pair in zip(PROCEDURES, shares, strict=True):
            for year, percent in zip((2020, 2021), pair, strict=True):
                if percent is not None:
                    fact(of, code, year, low_percent=percent)


def run(mode: Mode, threshold: str = "0.30") -> Selection:
    rule = Rule(procedures=PROCEDURES, mode=mode, threshold=Decimal(threshold))
    return select(rule, up_to_year=2022)


def names(found: tuple[Outcome, ...]) -> list[str]:
    return [outcome.school for outcome in found]


@pytest.mark.usefixtures("_table")
def test_one_ground_is_enough_gives_the_published_list() -> None:
    found = run(Mode.OR)

    assert found.last_year == 2021
    assert names(found.listed) == ["МБОУ «Асовская ООШ»", "МБОУ «Кляповская ООШ»"]
    asovo, klyapovo = (outcome.as_json() for outcome in found.outcomes)
    assert asovo["grounds"] == [
        {
            "kind": "count",
            "years": [2021],
            "procedures": ["vpr-ma-5", "vpr-ma-6", "vpr-ru-5"],
            "shares": [0.58, 0.42, 0.4],
            "participants": None,
        },
        {
            "kind": "repeat",
            "years": [2020, 2021],
            "procedures": ["vpr-ma-6", "vpr-ru-5"],
            "shares": [0.73, 0.42, 0.5, 0.4],
            "participants": None,
        },
    ]
    assert klyapovo["grounds"] == [
        {
            "kind": "repeat",
            "years": [2020, 2021],
            "procedures": ["vpr-ru-6"],
            "shares": [0.5, 0.5],
            "participants": None,
        }
    ]


@pytest.mark.usefixtures("_table")
def test_both_grounds_leave_one_school() -> None:
    found = run(Mode.AND)

    assert names(found.listed) == ["МБОУ «Асовская ООШ»"]
    assert [ground.kind for ground in found.outcomes[1].grounds] == ["repeat"]


@pytest.mark.usefixtures("_table")
def test_the_nearest_figure_and_its_margin() -> None:
    asovo, klyapovo = run(Mode.OR).outcomes

    assert asovo.as_json()["closest"] == {"procedure": "vpr-ru-6", "share": 0.28, "margin": -0.02}
    assert klyapovo.as_json()["closest"] == {"procedure": "vpr-ru-5", "share": 0.2, "margin": -0.1}
    assert (asovo.pupil_weight, asovo.changes_at_minus_1, asovo.changes_at_plus_1) == (None, False, False)


@pytest.mark.usefixtures("_table")
def test_a_point_decides_where_a_share_stands_at_the_threshold() -> None:
    found = run(Mode.OR, "0.50")

    assert names(found.listed) == ["МБОУ «Кляповская ООШ»"]
    assert [o.changes_at_plus_1 for o in found.outcomes] == [False, True]
    assert names(run(Mode.OR, "0.51").listed) == []
    assert names(run(Mode.OR, "0.51").entering) == ["МБОУ «Кляповская ООШ»"]
