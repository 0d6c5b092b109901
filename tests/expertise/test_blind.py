"""What an expert reads of a document: everything but whose it is."""

import pytest

from factories.organisations import former_name, leader
from opora.documents.exchange import parse
from opora.documents.models import DocumentVersion
from opora.documents.programme import Measure, Passage, Programme
from opora.expertise.blind import COVERED, Secrets, blind
from opora.expertise.models import Round
from opora.expertise.queries.secrets import secrets_of

from .conftest import Year
from .looking import sheet_url, text
from .making import CONTENT, content_of, scorer, sent, waiting


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Луговская школа", "В Луговской школе"),
        ("Луговская школа", "ЛУГОВСКАЯ ШКОЛА"),
        ("Школа № 3 посёлка Заречного", "В Заречном открыли"),
        ("Школа № 3 посёлка Заречного", "в школе № 3"),
        ("Берёзовский округ", "из Берёзовского округа"),
        ("Дубравская СОШ имени Ивана Петрова", "имени И. Петрова"),
    ],
)
def test_names_are_covered_in_any_case(name: str, said: str) -> None:
    covered = Secrets((name,)).cover(said)
    assert COVERED in covered
    assert not {"Лугов", "ЛУГОВ", "Заречн", "№ 3", "Берёзовск", "Петров"} & set(covered.split())


def test_people_go_with_their_initials() -> None:
    assert Secrets(people=("Петрова Анна Ивановна",)).cover("ведёт Петрова А. И. каждую среду") == (
        f"ведёт {COVERED} каждую среду"
    )


def test_common_words_and_small_letters_stay() -> None:
    secrets = Secrets(("Новая средняя школа города",))
    assert secrets.cover("в школе вводят новую программу; город поможет") == (
        "в школе вводят новую программу; город поможет"
    )


def test_another_number_stays() -> None:
    assert Secrets(("Школа № 3",)).cover("приказ № 31, школа № 3") == f"приказ № 31, школа {COVERED}"


def test_a_programme_loses_school_title_and_named_executors() -> None:
    programme = Programme(
        "medium-term",
        title="Программа Луговской школы",
        school="LUG",
        school_name="Луговская школа",
        passages=(Passage("analysis", "Луговская школа растёт; методику ведёт Сидорова К. Ф."),),
        measures=(
            Measure("m1", title="Кружок (Сидорова К.)", named=("Сидорова К. Ф.", "учителя математики")),
        ),
    )
    found = blind(programme, Secrets())
    assert (found.school, found.school_name, found.title, found.measures[0].named) == ("", "", "", ())
    assert found.passages[0].text == f"{COVERED} школа растёт; методику ведёт {COVERED}"
    assert found.measures[0].title == f"Кружок ({COVERED})"


def test_links_of_the_chain_hold_in_a_blind_document() -> None:
    whole = parse(CONTENT)
    found = blind(whole, Secrets(("Школа 12 д1 g1 m1",)))
    assert [row.id for row in found.measures] == [row.id for row in whole.measures]
    assert [row.goal for row in found.tasks] == [row.goal for row in whole.tasks]
    assert [row.executors for row in found.measures] == [row.executors for row in whole.measures]


def test_the_sheet_page_names_neither_school_nor_territory_nor_people(year: Year, scoring: Round) -> None:
    year.cast.parts()
    one = next(each for each in waiting(scoring) if each.entry.school == year.own)
    leader(year.own, "Крылова Анна Петровна")
    former_name(year.own, "Лесная школа")
    words = (
        "Берёзовская школа № 1 (бывшая Лесная) Берёзовского округа Приречной области. "
        "Директор Крылова А. П., координатор Школьная."
    )
    content = content_of(year.own, passages=[{"section": "analysis", "text": words}])
    content["measures"][0]["named"] = ["Зайцева О. О."]
    fresh = DocumentVersion.objects.create(
        document=one.entry.document, number=2, kept_for="sent", content=content, made_at=one.given_at,
        made_by_name="Школьная",
    )  # fmt: skip
    one.entry.version = fresh
    one.entry.save()
    for page in (text(scorer(one), sheet_url(one)), text(scorer(sent(one)), sheet_url(one))):
        body = page[page.index("<main") :]
        for name in ("Берёзовск", "Приречн", "Лесн", "Крылов", "Школьная", "Зайцев", "№ 1 ", year.own.key):
            assert name not in body, name
        assert COVERED in body
        assert f"Документ № {one.entry.number}" in body
        assert "d12" not in body


def test_secrets_hold_what_the_installation_knows(year: Year) -> None:
    year.cast.parts()
    leader(year.own, "Крылова Анна Петровна")
    former_name(year.own, "Лесная школа")
    found = secrets_of(year.own)
    assert {year.own.name, "Лесная школа", year.place.name, year.region.name} <= set(found.places)
    assert {"Крылова Анна Петровна", "Кураторова", "Учителева"} <= set(found.people)
