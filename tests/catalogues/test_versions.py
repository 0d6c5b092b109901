from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction

from factories.people import cast
from opora.access import Refused, WrongState
from opora.access.actor import operator
from opora.catalogues import kinds as registry
from opora.catalogues.actions import (
    copy_for_territory,
    discard_draft,
    publish,
    save_draft,
    start_draft,
)
from opora.catalogues.kinds import Field, Kind, Mistake, Table, content_hash, mistakes
from opora.catalogues.models import Definition, Version
from opora.catalogues.queries import NotPublished, current, listing
from opora.catalogues.seeding import SeedIsWrong, seed_from_files

pytestmark = pytest.mark.django_db

RULE = Kind(
    code="tests-rule",
    title="Правило",
    about="Для проверок.",
    fields=(
        Field("threshold", "Порог", "share", minimum="0", maximum="1"),
        Field("mode", "Как соединены", "choice", choices=(("or", "или"), ("and", "и"))),
        Field("note", "Примечание", "long", required=False),
    ),
    tables=(Table("rows", "Строки", (Field("code", "Код"), Field("weight", "Вес", "int")), key="code"),),
)
CONTENT = {"threshold": "0.30", "mode": "or", "rows": [{"code": "a", "weight": 1}]}
FILE = """title = "Правило отбора"
origin = "ours"
source = "Письмо, п. 1"
[content]
threshold = "{threshold}"
mode = "or"
[[content.rows]]
code = "a"
weight = 1
"""


@pytest.fixture(autouse=True)
def _only_this_kind() -> Iterator[None]:
    before = dict(registry._kinds)
    registry._kinds.clear()
    registry.register([RULE])
    yield
    registry._kinds.clear()
    registry._kinds.update(before)


def a_file(root: Path, threshold: str = "0.30") -> Path:
    folder = root / "tests-rule"
    folder.mkdir(exist_ok=True)
    (folder / "main.toml").write_text(FILE.format(threshold=threshold))
    return root


def seeded(root: Path, now: datetime, threshold: str = "0.30") -> list[int]:
    made = seed_from_files(root=a_file(root, threshold), by=operator(), at=now)
    return [version.number for version in made]


def test_a_file_seeds_once_and_an_upgrade_adds_a_version(tmp_path: Path, now: datetime) -> None:
    assert seeded(tmp_path, now) == [1]
    assert seeded(tmp_path, now) == []
    assert seeded(tmp_path, now, "0.35") == [2]
    assert seeded(tmp_path, now, "0.30") == []
    found = current("tests-rule", "main")
    assert (found.number, found.content["threshold"]) == (2, "0.35")
    assert found.label == "Правило отбора, версия 2 (наше, не официально)"


def test_a_wrong_file_is_a_programmers_mistake(tmp_path: Path, now: datetime) -> None:
    with pytest.raises(SeedIsWrong, match="Не больше 1"):
        seeded(tmp_path, now, "1.5")
    with pytest.raises(NotPublished):
        current("tests-rule", "main")


def test_a_territory_edits_its_own_copy_and_an_upgrade_leaves_it(tmp_path: Path, now: datetime) -> None:
    seeded(tmp_path, now)
    people = cast()
    home, neighbour = people.world.municipality, people.world.neighbour_municipality
    base = Definition.objects.get()
    draft = copy_for_territory(
        base=base,
        territory_id=home.pk,
        territory_path=home.path,
        territory_name=home.name,
        by=people.municipal_coordinator,
        at=now,
    )
    save_draft(
        version=draft, content=CONTENT | {"threshold": "0.25"}, by=people.municipal_coordinator, at=now
    )
    assert current("tests-rule", "main", home.path).content["threshold"] == "0.30"
    publish(version=draft, by=people.municipal_coordinator, at=now)
    assert seeded(tmp_path, now, "0.40") == [2]
    assert current("tests-rule", "main", home.path).content["threshold"] == "0.25"
    assert current("tests-rule", "main", neighbour.path).content["threshold"] == "0.40"
    assert [row.territory for row in listing(people.municipal_coordinator)] == ["", home.name]
    assert [row.territory for row in listing(people.neighbour_municipal_coordinator)] == [""]


def test_who_may_edit_which_copy(tmp_path: Path, now: datetime) -> None:
    seeded(tmp_path, now)
    people = cast()
    base = Definition.objects.get()
    with pytest.raises(Refused, match="копию"):
        start_draft(definition=base, by=people.municipal_coordinator, at=now)
    with pytest.raises(Refused):
        copy_for_territory(
            base=base,
            territory_id=people.world.neighbour_municipality.pk,
            territory_path=people.world.neighbour_municipality.path,
            territory_name="чужая",
            by=people.municipal_coordinator,
            at=now,
        )
    assert start_draft(definition=base, by=people.administrator, at=now).number == 2
    assert start_draft(definition=base, by=people.federal_operator, at=now).number == 2


def test_a_published_version_never_changes(tmp_path: Path, now: datetime) -> None:
    seeded(tmp_path, now)
    version = Version.objects.get()
    with pytest.raises(WrongState, match="не меняется"):
        save_draft(version=version, content=CONTENT, by=operator(), at=now)
    with pytest.raises(WrongState, match="нельзя выбросить"):
        discard_draft(version=version, by=operator(), at=now)
    for change in (lambda: Version.objects.update(content={}), lambda: Version.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert current("tests-rule", "main").content == CONTENT


def test_a_draft_may_be_wrong_until_it_is_published(tmp_path: Path, now: datetime) -> None:
    seeded(tmp_path, now)
    draft = start_draft(definition=Definition.objects.get(), by=operator(), at=now)
    save_draft(version=draft, content=CONTENT | {"mode": "xor"}, by=operator(), at=now)
    with pytest.raises(WrongState, match="исправить мест: 1"):
        publish(version=draft, by=operator(), at=now)
    discard_draft(version=draft, by=operator(), at=now)
    assert [v.number for v in Version.objects.all()] == [1]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"threshold": "abc"}, [Mistake("threshold", "Нужно число.")]),
        ({"threshold": 0.3}, [Mistake("threshold", "Нужна доля, например 0.30.")]),
        ({"threshold": "NaN"}, [Mistake("threshold", "Нужно число.")]),
        ({"mode": ""}, [Mistake("mode", "Заполните «Как соединены».")]),
        ({"rows": [{"code": "a", "weight": True}]}, [Mistake("weight", "Нужно целое число.", "rows", 0)]),
        (
            {"rows": [{"code": "a", "weight": 1}, {"code": "a", "weight": 2}]},
            [Mistake("code", "«a» уже есть выше. Уберите повтор.", "rows", 1)],
        ),
        ({}, []),
    ],
)
def test_mistakes_have_places(change: dict[str, object], expected: list[Mistake]) -> None:
    assert mistakes(RULE, CONTENT | change) == expected


def test_the_hash_does_not_depend_on_the_order_of_keys() -> None:
    assert content_hash({"a": "1", "b": "ё"}) == content_hash({"b": "ё", "a": "1"})
