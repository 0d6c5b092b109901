"""Who sees an import run and who decides about it. What may be imported is each importer's own rule.

Reading is bounded by `queries.visible_to`; whether a run can be decided now is the table in `states`.
"""

from os.path import commonprefix

from opora.access import Actor, Permission, rule
from opora.access.actor import COORDINATING_ROLES
from opora.imports.contract import importer_of, importers, places_of
from opora.imports.models import ImportRun

_OTHERS_RUN = (
    "Решает тот, кто добавил файл, или координатор той же территории. Попросите их или загрузите файл сами."
)


def home_path(actor: Actor) -> str:
    """The territory that holds the whole scope of the actor, their schools too; empty for the federation."""
    if actor.scope is None:
        return ""
    paths = list(actor.scope.territory_paths) or places_of(actor.scope.school_ids)
    # letter by letter is right here: what follows the last common «/» is cut off
    common = commonprefix(paths)  # noqa: RUF071
    return common[: common.rfind("/") + 1]


def acts_for_schools(actor: Actor) -> bool:
    return actor.scope is not None and not actor.scope.territory_paths


def kinds_for(actor: Actor) -> list[str]:
    """Kinds of import open to the actor, in order of their titles."""
    allowed = [each for each in importers() if each.may_import(actor) is None]
    return [each.kind for each in sorted(allowed, key=lambda each: (each.title, each.kind))]


@rule(
    "кому открыт хотя бы один вид загрузки",
    "В этой роли файлы не загружают. Передайте таблицу координатору вашей территории.",
)
def imports_something(actor: Actor, _: object) -> bool:
    return bool(kinds_for(actor))


@rule("координатор или руководитель", "Загрузки территории видят её координаторы. Обратитесь к координатору.")
def coordinates(actor: Actor, _: object) -> bool:
    return actor.acts_as(*COORDINATING_ROLES)


@rule("добавил файл сам", _OTHERS_RUN)
def is_author(actor: Actor, run: ImportRun) -> bool:
    return actor.is_operator or (actor.person_id is not None and actor.person_id == run.created_by_id)


@rule(
    "файл относится к его территории",
    "Эта загрузка — с другой территории: её видят координаторы той территории.",
)
def covers_its_territory(actor: Actor, run: ImportRun) -> bool:
    return actor.covers_territory(run.territory_path)


@rule("отвечает за ту же территорию, что и добавивший файл", _OTHERS_RUN)
def has_the_same_scope(actor: Actor, run: ImportRun) -> bool:
    # a school's run lies in the coordinator's territory and still is the school's own
    is_same = not run.is_from_school and home_path(actor) == run.territory_path
    return is_same and actor.covers_territory(run.territory_path)


@rule(
    "этот вид загрузки ему открыт",
    "В той роли, в которой вы сейчас, этот вид файлов не загружают. Переключитесь на другую роль.",
)
def may_import_its_kind(actor: Actor, run: ImportRun) -> bool:
    return importer_of(run.kind).may_import(actor) is None


OPEN_IMPORTS = Permission[object](
    "imports.open", "Открывать раздел загрузки", any_of=((imports_something,), (coordinates,))
)
SEE_RUN = Permission[ImportRun](
    "imports.see",
    "Видеть загрузку: файл, замечания, итог",
    any_of=((is_author,), (coordinates, covers_its_territory)),
)
DECIDE = Permission[ImportRun](
    "imports.decide",
    "Назначать столбцы, решать ячейки, записывать и отменять загрузку",
    any_of=((is_author, may_import_its_kind), (coordinates, has_the_same_scope, may_import_its_kind)),
)
