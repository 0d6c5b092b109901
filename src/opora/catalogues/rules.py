"""Who reads definitions, and who keeps which copy."""

from dataclasses import dataclass

from opora.access import Actor, Permission, Role, rule
from opora.catalogues.kinds import Kind


@dataclass(frozen=True, slots=True)
class Copy:
    """A definition as a permission asks about it: its kind and whose copy it is («» for the base)."""

    kind: Kind
    territory_path: str


@rule("действует в какой-либо роли", "Каталоги видит тот, кто назначен: обратитесь к координатору.")
def has_capacity(actor: Actor, _: object) -> bool:
    return actor.is_operator or actor.capacity is not None


@rule(
    "администратор или федеральный оператор, исходная редакция",
    "Исходную редакцию меняет администратор. Сделайте копию для своей территории и правьте её.",
)
def keeps_the_base(actor: Actor, copy: Copy) -> bool:
    return copy.territory_path == "" and actor.acts_as(Role.ADMINISTRATOR, Role.FEDERAL_OPERATOR)


@rule("каталог может решаться территорией", "Этот каталог один для всех: территория его не меняет.")
def may_differ_by_territory(_: Actor, copy: Copy) -> bool:
    return copy.kind.is_regional and copy.territory_path != ""


@rule(
    "координатор этой территории",
    "Копию территории правит её координатор: попросите его или откройте копию своей территории.",
)
def coordinates_the_territory(actor: Actor, copy: Copy) -> bool:
    coordinates = actor.acts_as(
        Role.ADMINISTRATOR, Role.REGIONAL_COORDINATOR, Role.REGIONAL_PROJECT_HEAD, Role.MUNICIPAL_COORDINATOR
    )
    return coordinates and actor.covers_territory(copy.territory_path)


@rule("каталог может решаться территорией", "Этот каталог один для всех: копий территорий у него не бывает.")
def may_have_copies(_: Actor, kind: Kind) -> bool:
    return kind.is_regional


@rule(
    "координатор региона или муниципалитета",
    "Копию для территории делает её координатор. Исходную редакцию правит администратор.",
)
def coordinates_some_territory(actor: Actor, _: Kind) -> bool:
    coordinates = actor.acts_as(
        Role.REGIONAL_COORDINATOR, Role.REGIONAL_PROJECT_HEAD, Role.MUNICIPAL_COORDINATOR
    )
    return coordinates and actor.scope is not None and any(actor.scope.territory_paths)


READ = Permission[object]("catalogues.read", "Читать каталоги", any_of=((has_capacity,),))
EDIT = Permission[Copy](
    "catalogues.edit",
    "Править и публиковать каталог",
    any_of=((keeps_the_base,), (may_differ_by_territory, coordinates_the_territory)),
)
COPY = Permission[Kind](
    "catalogues.copy",
    "Сделать копию каталога для своей территории",
    any_of=((may_have_copies, coordinates_some_territory),),
)
