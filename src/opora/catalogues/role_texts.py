"""What each role is told about itself: what one does, and the first step."""

from dataclasses import dataclass

from opora.access import Role
from opora.access.actor import ROLE_TITLES
from opora.catalogues.kinds import Content, Field, Kind, Mistake, Table
from opora.catalogues.queries import in_force

CODE, NAME = "role-texts", "roles"


def _every_role_once(content: Content) -> list[Mistake]:
    told = {row.get("role") for row in content.get("roles", [])}
    missing = [title for role, title in ROLE_TITLES.items() if role not in told]
    return [Mistake("roles", f"Нет роли: {', '.join(missing)}. Добавьте строку.")] if missing else []


KIND = Kind(
    code=CODE,
    title="Тексты ролей",
    about="Что человек читает о своей роли, когда входит: как она называется, что он делает, с чего начать.",
    tables=(
        Table(
            "roles",
            "Роли",
            (
                Field("role", "Роль", "choice", choices=tuple((str(r), t) for r, t in ROLE_TITLES.items())),
                Field("title", "Как называется"),
                Field("does", "Что делает", "long", help="Два-три коротких предложения, на «вы»."),
                Field("first_step", "Первый шаг", "long", help="Одно действие, которое по силам сегодня."),
            ),
            help="По строке на каждую роль.",
            key="role",
        ),
    ),
    check=_every_role_once,
)


@dataclass(frozen=True, slots=True)
class RoleText:
    role: Role
    title: str
    does: str
    first_step: str


def role_texts(territory_path: str = "") -> dict[Role, RoleText]:
    """The texts in force for a territory; empty where nothing is published yet."""
    return in_force(CODE, NAME, territory_path, _texts) or {}


def _texts(content: Content) -> dict[Role, RoleText]:
    texts = (
        RoleText(Role(row["role"]), row["title"], row["does"], row["first_step"]) for row in content["roles"]
    )
    return {text.role: text for text in texts}
