"""Sources are written whole, in order and without holes, and are found again."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.db import connection

from opora.analytics.copying import copied, write_copied
from opora.analytics.engines import duckdb_engine
from opora.analytics.sources import (
    ANSWERS,
    CARDS,
    SCHOOLS,
    BadSource,
    exists,
    is_local,
    place,
    sorted_table,
    write,
)


def cards(*rows: tuple[int | None, str | None, int | None]) -> pa.Table:
    columns = zip(*rows, strict=True)
    return pa.table([list(each) for each in columns], names=["school", "item", "value"])


def test_what_is_written_is_read(tmp_path: Path) -> None:
    rows = sorted_table(CARDS, cards((2, "h1", 7), (1, "h2", 5), (1, "h1", 3)))
    assert write(tmp_path / "new", CARDS, [rows.slice(0, 1), rows.slice(1)]) == 3
    assert exists(tmp_path / "new", CARDS)
    with duckdb_engine(tmp_path / "new") as engine:
        assert engine.run(engine.table("cards").order_by("school", "item")).to_pylist() == [
            {"school": 1, "item": "h1", "value": 3},
            {"school": 1, "item": "h2", "value": 5},
            {"school": 2, "item": "h1", "value": 7},
        ]


def test_a_url_of_a_file_system_is_read_and_written_alike(tmp_path: Path) -> None:
    """The way that s3:// goes: an address is resolved to a file system, which reads and writes."""
    url = (tmp_path / "there").as_uri()
    (tmp_path / "there").mkdir()
    assert write(url, CARDS, [cards((1, "h1", 3))]) == 1
    assert [each.name for each in (tmp_path / "there").iterdir()] == ["cards.parquet"]
    with duckdb_engine(url) as engine:
        assert engine.run(engine.table("cards")).num_rows == 1


def test_an_s3_address_is_understood_without_asking_anybody() -> None:
    system, path = place("s3://opora/2026/?region=ru-central1&endpoint_override=127.0.0.1:9")
    assert (system.type_name, path, is_local("s3://opora/2026/?region=ru-central1")) == (
        "s3",
        "opora/2026",
        False,
    )


def test_an_address_that_nobody_knows_is_refused() -> None:
    with pytest.raises(BadSource, match="не понятен"):
        place("gopher://opora/2026")


def test_a_missing_file_is_a_table_without_rows(tmp_path: Path) -> None:
    with duckdb_engine(tmp_path) as engine:
        assert engine.run(engine.table("answers").count().as_table()).column(0).to_pylist() == [0]


@pytest.mark.parametrize(
    ("tables", "words"),
    [
        ([cards((2, "h1", 1), (1, "h1", 1))], "не по порядку школ"),
        ([cards((2, "h1", 1)), cards((1, "h1", 1))], "не по порядку школ"),
        ([cards((1, "h1", 1), (2, None, 1))], "пустые значения"),
        ([pa.table({"school": [1]})], "Нужны столбцы"),
        ([cards((1, "h1", 2**40))], "Нужны столбцы"),
    ],
)
def test_what_is_wrong_is_refused_and_what_was_there_stays(
    tmp_path: Path, tables: list[pa.Table], words: str
) -> None:
    write(tmp_path, CARDS, [cards((1, "old", 1))])
    with pytest.raises(BadSource, match=words):
        write(tmp_path, CARDS, tables)
    assert sorted(each.name for each in tmp_path.glob("*.p*")) == ["cards.parquet"]
    assert pq.read_table(tmp_path / "cards.parquet").column("item").to_pylist() == ["old"]


def test_a_file_with_other_columns_is_refused(tmp_path: Path) -> None:
    pq.write_table(pa.table({"school": [1]}), tmp_path / "answers.parquet")
    with duckdb_engine(tmp_path) as engine, pytest.raises(BadSource, match="другие столбцы"):
        engine.table("answers")
    (tmp_path / "schools.parquet").write_bytes(b"no Parquet")
    with pytest.raises(BadSource, match="не читается"):
        exists(tmp_path, SCHOOLS)


@pytest.mark.django_db
def test_rows_leave_the_database_by_copy(tmp_path: Path) -> None:
    query = """
        SELECT school, audience, item, value FROM (VALUES
            (2, 'pupil', 'p1', 4), (1, 'pupil', 'п «1», "x"', 1), (1, 'pupil', '', -1)
        ) AS told (school, audience, item, value)
        WHERE value > %s ORDER BY school, audience, item, value
    """
    with connection.cursor() as cursor:
        assert write_copied(tmp_path, ANSWERS, cursor.connection, query, [-5]) == 3
    assert pq.read_table(tmp_path / "answers.parquet").to_pylist() == [
        {"school": 1, "audience": "pupil", "item": "", "value": -1},
        {"school": 1, "audience": "pupil", "item": 'п «1», "x"', "value": 1},
        {"school": 2, "audience": "pupil", "item": "p1", "value": 4},
    ]


@pytest.mark.django_db
def test_copying_holds_a_bounded_number_of_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opora.analytics.copying.BYTES_AT_ONCE", 2000)
    query = (
        "SELECT n AS school, 'pupil' AS audience, 'p1' AS item, 1 AS value FROM generate_series(1, 1000) n"
    )
    with connection.cursor() as cursor:
        sizes = [table.num_rows for table in copied(cursor.connection, ANSWERS, query)]
    assert (sum(sizes), max(sizes) <= 2000 // 13) == (1000, True)


@pytest.mark.django_db
def test_a_missing_value_is_refused(tmp_path: Path) -> None:
    query = "SELECT 1 AS school, 'h1' AS item, NULL::int AS value"
    with connection.cursor() as cursor, pytest.raises(BadSource, match="пустые значения"):
        write_copied(tmp_path, CARDS, cursor.connection, query)
