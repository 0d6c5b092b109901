"""The kind of definition that lists forms of work."""

from opora.catalogues.kinds import Content, Field, Kind, Mistake, Table
from opora.events.catalogue import GROUPS, KIND
from opora.events.states import Sort


def work_forms() -> Kind:
    """Registered by `config`."""
    return Kind(
        code=KIND,
        title="Формы работы",
        about="Какими бывают мероприятия, консультации и курсы: название, к чему относится и что это такое.",
        tables=(
            Table(
                "forms",
                "Формы",
                (
                    Field("code", "Код"),
                    Field("title", "Название"),
                    Field("group", "Группа", "choice", choices=tuple(GROUPS.items())),
                    Field(
                        "sort",
                        "Что это",
                        "choice",
                        choices=tuple((each.value, each.label) for each in Sort),
                        help="У консультации спросят минуты, у курсов — часы и кто учит.",
                    ),
                    Field("about", "Одной строкой: что происходит", "long", required=False),
                ),
                help="Код не меняйте: по нему считаются проведённые мероприятия.",
                key="code",
            ),
            Table(
                "steps",
                "Шаги подготовки",
                (
                    Field("group", "К какой группе форм", "choice", choices=tuple(GROUPS.items())),
                    Field("title", "Шаг"),
                    Field("about", "Что сделать", "long", required=False),
                ),
                help="Видны на странице мероприятия, пока его готовят.",
            ),
        ),
        check=_check,
    )


def _check(content: Content) -> list[Mistake]:
    """A choice shows titles: two of one title in one group could not be told apart."""
    if not content.get("forms"):
        return [Mistake("forms", "Нет ни одной формы. Добавьте форму.")]
    seen: set[tuple[str, str]] = set()
    found = []
    for row, each in enumerate(content["forms"]):
        named = (each["group"], each["title"].casefold())
        if named in seen:
            found.append(
                Mistake("title", f"«{each['title']}» в этой группе уже есть. Назовите иначе.", "forms", row)
            )
        seen.add(named)
    return found
