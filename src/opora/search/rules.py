"""Who may search. What is found is decided by each kind of things itself."""

from opora.access import Actor, Permission, rule


@rule(
    "действует в какой-либо роли",
    "Искать пока негде: у вас нет назначения. Попросите координатора назначить вас.",
)
def has_capacity(actor: Actor, _: object) -> bool:
    return actor.is_operator or actor.capacity is not None


SEARCH = Permission[object]("search.search", "Искать по всему, что человеку видно", any_of=((has_capacity,),))
