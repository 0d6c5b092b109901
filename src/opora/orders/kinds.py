"""Which orders must exist, as a definition that a region may change: by level, by when, whom they appoint."""

from opora.access import Role
from opora.catalogues.kinds import Content, Field, Kind, Mistake, Table
from opora.groups.states import GroupKind
from opora.orders.states import OrderLevel

KIND, CODE = "expected-orders", "orders"

_ROLES = tuple((role.value, role.title) for role in Role)


def expected_orders() -> Kind:
    return Kind(
        code=KIND,
        title="Какие приказы должны быть",
        about="Приказы, которых ждут от региона, муниципалитета и школы: зачем они, к какому сроку, кого назначают.",
        tables=(
            Table(
                "orders",
                "Приказы",
                (
                    Field("code", "Код"),
                    Field("title", "О чём приказ", help="Как в заголовке: «О назначении …»."),
                    Field("level", "Уровень", "choice", choices=tuple(OrderLevel.choices)),
                    Field("why", "Зачем он нужен", "long"),
                    Field(
                        *("stage", "К концу какого этапа года", "int"),
                        required=False,
                        minimum="1",
                        maximum="40",
                        help="Номер этапа в программном году.",
                    ),
                    Field(
                        "term",
                        "Или к какому сроку, словами",
                        required=False,
                        help="«до 01.10», «сентябрь»: как пишут в плане.",
                    ),
                    Field("role", "Кого назначает", "choice", required=False, choices=_ROLES),
                    Field(
                        "group",
                        "Какую группу создаёт",
                        "choice",
                        required=False,
                        choices=tuple(GroupKind.choices),
                    ),
                    Field(
                        "duty",
                        "Кем назначить",
                        required=False,
                        help="В творительном падеже: «школьным координатором программы». Пусто — по названию роли.",
                    ),
                    Field(
                        "preamble",
                        "Начало приказа",
                        "long",
                        required=False,
                        help="До слова «приказываю». {год} заменится названием программного года.",
                    ),
                ),
                key="code",
            ),
        ),
        check=_check,
    )


def _check(content: Content) -> list[Mistake]:
    found = []
    for at, row in enumerate(content.get("orders", ())):
        if row.get("stage") and row.get("term"):
            found.append(Mistake("term", "Назовите либо этап, либо срок словами.", "orders", at))
    return found if content.get("orders") else [Mistake("orders", "Нет ни одного приказа. Добавьте приказ.")]
