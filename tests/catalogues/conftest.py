from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django.utils.html import format_html

from opora.access.actor import operator
from opora.catalogues import kinds as registry
from opora.catalogues.actions import Provenance, _new_version, _put_in_force
from opora.catalogues.kinds import Content, Field, Kind, Table
from opora.catalogues.models import Definition
from opora.catalogues.states import Origin

EVERY_TYPE = Kind(
    code="tests-every-type",
    title="Правило",
    about="Для проверок.",
    fields=(
        Field("threshold", "Порог", "share", minimum="0", maximum="1"),
        Field("mode", "Как соединены", "choice", choices=(("or", "или"), ("and", "и"))),
        Field("count", "Сколько", "int", required=False),
        Field("strict", "Строго", "bool", required=False),
        Field("names", "Имена", "list", required=False),
        Field("note", "Примечание", "long", required=False),
        Field("word", "Слово", "text", required=False),
    ),
    tables=(
        Table(
            "rows",
            "Строки",
            (
                Field("code", "Код"),
                Field("weight", "Вес", "int"),
                Field("share", "Доля", "share", required=False),
                Field("on", "Включено", "bool", required=False),
                Field("as", "Как", "choice", choices=(("x", "икс"), ("y", "игрек")), required=False),
                Field("also", "Также", "list", required=False),
            ),
            key="code",
        ),
        Table("steps", "Шаги / порядок", (Field("words", "Слова", "long"),)),
    ),
    preview=lambda _, content: format_html("<p>Порог {}</p>", content["threshold"]),
)
CONTENT: Content = {
    "threshold": "0.30",
    "mode": "or",
    "rows": [{"code": "a", "weight": 1}, {"code": "b", "weight": 2}],
    "steps": [],
}


@pytest.fixture
def only_one_kind() -> Iterator[None]:
    before = dict(registry._kinds)
    registry._kinds.clear()
    registry.register([EVERY_TYPE])
    yield
    registry._kinds.clear()
    registry._kinds.update(before)


@pytest.fixture
def published(only_one_kind: None, now: datetime) -> Callable[..., Definition]:
    """A definition in force: the base one, or a territory's own."""

    def make(code: str = "main", *, content: Content = CONTENT, **place: object) -> Definition:
        made = Definition.objects.create(kind=EVERY_TYPE.code, code=code, title="Правило отбора", **place)
        about = Provenance(Origin.OURS, "Письмо, п. 1")
        _put_in_force(_new_version(made, content, about, operator(), now), operator(), now)
        return made

    return make
