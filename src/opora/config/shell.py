"""What stands around every page: who acts, and where they can go."""

from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

import opora
from opora.access import Actor, Role
from opora.access.actor import COORDINATING_ROLES, SCHOOL_ROLES
from opora.appointments.rules import SEES_PEOPLE
from opora.ui.shell import NavItem, Shell, Who

# (title, name of the address, who sees the section: None is everybody with a capacity)
SECTIONS: tuple[tuple[str, str, frozenset[Role] | None], ...] = (
    ("Мой стол", "desk", None),
    ("Школы", "schools", None),
    ("Результаты", "results", None),
    ("Отбор", "lists", None),
    ("Возражения", "objections", SCHOOL_ROLES | COORDINATING_ROLES),
    ("Загрузка", "imports", COORDINATING_ROLES | {Role.SCHOOL_HEAD}),
    ("Люди", "people", frozenset(SEES_PEOPLE)),
    ("Группы", "groups", None),
    ("Годы", "years", None),
    ("Каталоги", "catalogues", None),
)


def shell(request: HttpRequest) -> dict[str, Shell]:
    """The context of `ui/page.html`; pages before sign-in have neither sections nor a person."""
    actor: Actor | None = getattr(request, "actor", None)
    return {
        "shell": Shell(
            nav=_nav(request, actor) if actor and actor.capacity else (),
            who=_who(actor) if actor and actor.person_id else None,
            home_url=_address("desk"),
            search_url=_address("schools") if actor and actor.capacity else "",
            version=opora.__version__,
            demo=settings.IS_DEMO,
        )
    }


def _nav(request: HttpRequest, actor: Actor) -> tuple[NavItem, ...]:
    shown = [
        (title, _address(name))
        for title, name, roles in SECTIONS
        if roles is None or (actor.role is not None and actor.role in roles)
    ]
    return tuple(
        NavItem(title, address, current=_is_under(request.path, address))
        for title, address in shown
        if address
    )


def _is_under(path: str, address: str) -> bool:
    return path == address if address == "/" else path.startswith(address)


def _who(actor: Actor) -> Who:
    return Who(
        name=actor.name,
        capacity=actor.capacity.title if actor.capacity else "без назначения",
        scope=actor.capacity.scope_title if actor.capacity else "",
        capacities=len(actor.capacities),
        switch_url=_address("my_capacity"),
        account_url=_address("my_account"),
        sign_out_url=_address("account_logout"),
    )


@cache
def _address(name: str) -> str:
    return reverse(name)
