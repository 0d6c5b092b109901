"""docs/trace.csv: one row for each of the 666 things that the sources describe."""

import ast
import csv
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STATES = {"works", "partly", "later"}


def rows() -> list[dict[str, str]]:
    with (ROOT / "docs/trace.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def named_in(file: str) -> frozenset[str]:
    """Names of the tests in a file, `Class::name` for those inside a class."""
    found = set()
    for node in ast.parse((ROOT / file).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            found.add(node.name)
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}::{f.name}" for f in node.body if isinstance(f, ast.FunctionDef)}
    return frozenset(found)


def exists(test: str) -> bool:
    file, _, name = test.partition("::")
    return (ROOT / file).is_file() and re.sub(r"\[.*\]$", "", name) in named_in(file)


def test_every_row_stands_once_in_order() -> None:
    assert [row["row"] for row in rows()] == [str(number) for number in range(1, 667)]


def test_states_are_the_three_words() -> None:
    assert {row["state"] for row in rows()} <= STATES


def test_nothing_works_without_a_place_and_a_test() -> None:
    bare = [row["row"] for row in rows() if row["state"] == "works" and not (row["where"] and row["test"])]
    assert bare == []


def test_every_test_named_exists() -> None:
    missing = [(row["row"], row["test"]) for row in rows() if row["test"] and not exists(row["test"])]
    assert missing == []
