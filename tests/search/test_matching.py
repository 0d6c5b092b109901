"""Forms of words, indexes, marks."""

import pytest
from django.db import connection

from factories import organisations
from factories.people import Cast
from opora.access.actor import operator
from opora.discussions.models import Comment
from opora.search.asking import Meanings, read
from opora.search.matching import Sought
from opora.search.presenters import with_marks
from opora.search.queries.finding import everything
from opora.search.queries.marking import Marked, marked
from opora.search.sources import SOURCES
from opora.search.sources.base import Place, Rows

KNOWN = Meanings.of([["рисковый", "рискованный"], ["ШНОР", "школа с низкими результатами"]])


def names(people: Cast, typed: str) -> list[str]:
    found = everything(people.municipal_coordinator, read(typed, KNOWN), Place(), KNOWN)
    return [hit.title for group in found.groups if group.source.code == "schools" for hit in group.part.hits]


@pytest.mark.parametrize(
    "typed",
    [
        "озёрная",
        "ОЗЕРНОЙ",
        "озёрн",
        "школы озёрной",
        "озёрная-вторая",
        "вторая озерная",
        '"озёрная вторая"',
        "К-77",
        "к77",
        "лесная",  # a name it had
        "Крылова",  # who leads it
        "рискованная улица",
        "озёнрая",  # mistyped
    ],
)
def test_a_school_is_found_however_one_writes(people: Cast, typed: str) -> None:
    school = organisations.school(
        "Озёрная-Вторая школа", people.world.municipality, "К-77", address="улица Рисковая, 5"
    )
    organisations.former_name(school, "Лесная школа")
    organisations.leader(school, "Крылова Анна Петровна")
    assert names(people, typed) == ["Озёрная-Вторая школа"]


@pytest.mark.parametrize("typed", ['"вторая озёрная"', "озёрная первая", "К-7", "и", "лесничество"])
def test_and_not_by_anything_else(people: Cast, typed: str) -> None:
    organisations.school("Озёрная-Вторая школа", people.world.municipality, "К-77")
    assert names(people, typed) == []


INDEXED = (
    *("schools", "people", "documents", "texts", "measures", "remarks", "directions"),
    *(
        "recommendations",
        "objections",
        "groups",
        "comments",
        "orders",
        "decisions",
        "assignments",
        "meetings",
    ),
    *("visits", "events", "plan-rows", "works", "checkpoints", "evidence", "candidates", "agreements"),
    *("reports", "report-requests", "inquiries", "replies"),
)


@pytest.mark.parametrize("code", INDEXED)
def test_the_database_uses_the_index_of_words(people: Cast, code: str) -> None:
    source = next(each for each in SOURCES if each.code == code)
    sought = Sought.of(read("школа"))
    if isinstance(source, Rows):
        text, values = source.matching(operator(), sought).order_by().values("pk").query.sql_with_params()
    else:
        seen = Comment.objects.filter(sought.stands_in("words"))
        text, values = seen.order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        for way in ("seqscan", "indexscan", "nestloop"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute(f"EXPLAIN {text}", values)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "@@ to_tsquery" in plan or "@@ '" in plan
    assert f"Bitmap Index Scan on {'comment_words' if code == 'comments' else 'search_'}" in plan


def test_marks_stand_where_the_words_are(people: Cast) -> None:
    asked = read("берёзовской школы", KNOWN)
    (whole,) = marked(asked, [("БЕРЁЗОВСКАЯ  школа «Лес» — школа № 5", True)])
    assert [whole.text[a:b] for a, b in whole.places] == ["БЕРЁЗОВСКАЯ", "школа", "школа"]
    long = "Слово за словом. " * 100 + "Приехали в Берёзовскую школу утром. " + "Ещё слова. " * 100
    (piece,) = marked(asked, [(long, False)])
    assert piece.is_cut_before and piece.is_cut_after
    assert [piece.text[a:b] for a, b in piece.places] == ["Берёзовскую", "школу"]
    assert "Приехали в Берёзовскую" in piece.text
    assert len(piece.text) < 450
    (other,) = marked(asked, [("Совсем о другом", False)])
    assert other == Marked("Совсем о другом")
    assert marked(asked, []) == []


def test_what_people_typed_stays_text(people: Cast) -> None:
    asked = read("урок")
    (piece,) = marked(asked, [('<script>alert("урок")</script> & \x02урок\x03', True)])
    shown = with_marks(piece)
    assert "<script>" not in shown
    assert shown.count("<mark>урок</mark>") == 2
    assert "&lt;script&gt;" in shown


def test_a_search_of_a_very_long_text_ends(people: Cast) -> None:
    organisations.school("Школа", people.world.municipality, address="слово " * 30_000)
    assert names(people, "слово") == ["Школа"]
