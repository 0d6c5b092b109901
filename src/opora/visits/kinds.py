"""The kinds of definitions of visits: what is looked at, and how often a school is visited."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from opora.catalogues.kinds import Content, Field, Kind, Mistake, Table
from opora.visits.states import Phase, Way

KINDS, RHYTHMS, RHYTHMS_CODE = "visit-kinds", "visit-rhythms", "rhythms"
#: the kind that stands chosen until another is
FIRST_KIND = "curator"
MOST_ITEMS = 20

_PHASES = tuple((each.value, each.label) for each in Phase if each is not Phase.OVER)
#: from what the second phase is told
BY_DOCUMENTS, BY_DATES = "documents", "dates"


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the checklist."""

    code: str
    title: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class VisitKind:
    """A kind of visit as a version of its definition says it; `counts`: stands for a visit of the rhythm."""

    version_id: int
    code: str
    title: str
    about: str
    counts: bool
    verifies: bool
    way: Way
    items: tuple[Item, ...]

    @classmethod
    def parse(cls, version_id: int, code: str, title: str, content: Content) -> "VisitKind":
        items = (Item(row["code"], row["title"], row.get("hint", "")) for row in content.get("items", []))
        return cls(
            version_id=version_id,
            code=code,
            title=title,
            about=content.get("about", ""),
            counts=bool(content.get("counts")),
            verifies=bool(content.get("verifies")),
            way=Way(content.get("way", Way.PRESENCE)),
            items=tuple(items),
        )


@dataclass(frozen=True, slots=True)
class Pace:
    """At most so many days between visits of a phase; `online`: whether a talk online counts too."""

    days: int
    online: bool = False


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often schools are visited, and how the planner reckons.

    `road`: by how much a road is longer than the straight line; `near_km`: schools within so many kilometres may
    be visited in one trip. `by_documents`: the second phase begins when a school's documents are confirmed, else
    by the stages of the year.
    """

    paces: dict[Phase, Pace]
    soon_days: int
    road: Decimal
    near_km: int
    by_documents: bool

    def pace(self, phase: Phase) -> Pace | None:
        """None where no rhythm is kept."""
        return self.paces.get(phase)

    @classmethod
    def parse(cls, content: Any) -> "Rhythm":
        paces = {Phase(row["phase"]): Pace(row["days"], bool(row.get("online"))) for row in content["paces"]}
        return cls(
            paces=paces,
            soon_days=content.get("soon_days") or 0,
            road=Decimal(content["road"]),
            near_km=content["near_km"],
            by_documents=content["ground"] == BY_DOCUMENTS,
        )


def visit_kinds() -> Kind:
    return Kind(
        code=KINDS,
        title="Виды посещений",
        about="Зачем едут в школу и на что там смотрят: проверочный лист к каждому виду посещения.",
        fields=(
            Field("about", "Для чего", "long"),
            Field("way", "Обычно проходит", "choice", choices=tuple(Way.choices)),
            Field(
                *("counts", "Идёт в счёт посещений школы", "bool"),
                required=False,
                help="Если нет, после него школу всё равно ждёт посещение по ритму.",
            ),
            Field(
                *("verifies", "На нём подтверждают риски", "bool"),
                required=False,
                help="Запись предложит перейти к верификации направлений школы.",
            ),
        ),
        tables=(
            Table(
                "items",
                "Проверочный лист",
                (
                    Field("code", "Код"),
                    Field("title", "На что смотреть"),
                    Field("hint", "Подсказка", required=False),
                ),
                help="От пяти до двенадцати строк: больше за две минуты не отметить.",
                key="code",
            ),
        ),
        check=_of_kind,
        is_open=True,
    )


def _of_kind(content: Content) -> list[Mistake]:
    rows: Sequence[Content] = content.get("items", [])
    if len(rows) > MOST_ITEMS:
        return [Mistake("items", f"Строк {len(rows)}, помещается {MOST_ITEMS}. Оставьте главное.")]
    return [
        Mistake("code", "Код — латинские буквы, цифры и «-», например exam-rooms.", "items", number)
        for number, row in enumerate(rows)
        if not _is_code(str(row.get("code", "")))
    ]


def _is_code(code: str) -> bool:
    return bool(code) and len(code) <= 40 and code.isascii() and code.replace("-", "").isalnum()


def visit_rhythms() -> Kind:
    return Kind(
        code=RHYTHMS,
        title="Ритм посещений",
        about="Как часто куратор бывает в школе на каждой фазе года и как планировщик считает дороги.",
        fields=(
            Field(
                *("ground", "Когда начинается исполнение", "choice"),
                choices=(
                    (BY_DOCUMENTS, "когда подтверждены документы школы"),
                    (BY_DATES, "по этапам программного года"),
                ),
            ),
            Field("soon_days", "За сколько дней напоминать", "int", minimum="0", maximum="30"),
            Field(
                *("road", "Во сколько раз дорога длиннее прямой", "share"),
                minimum="1",
                maximum="3",
                help="Оценка: расстояние по прямой умножается на это число.",
            ),
            Field(
                *("near_km", "Сколько километров между школами — одна поездка", "int"),
                minimum="1",
                maximum="300",
            ),
        ),
        tables=(
            Table(
                "paces",
                "Ритм по фазам",
                (
                    Field("phase", "Фаза", "choice", choices=_PHASES),
                    Field("days", "Не реже чем раз в столько дней", "int", minimum="1", maximum="366"),
                    Field("online", "Разговор онлайн тоже считается", "bool", required=False),
                ),
                help="Фазы, которой здесь нет, ритм не касается.",
                key="phase",
            ),
        ),
    )
