"""What stands around every page: who acts, and where they can go."""

from django.conf import settings
from django.http import HttpRequest

import opora
from opora.access import Actor
from opora.config.sections import address, navigation
from opora.ui.shell import Shell, Who


def shell(request: HttpRequest) -> dict[str, Shell]:
    """The context of `ui/page.html`; pages before sign-in have neither sections nor a person."""
    actor: Actor | None = getattr(request, "actor", None)
    nav, parts = navigation(actor, request.path) if actor and actor.capacity else ((), ())
    return {
        "shell": Shell(
            nav=nav,
            parts=parts,
            who=_who(actor) if actor and actor.person_id else None,
            home_url=address("desk"),
            help_url=address("help"),
            search_url=address("search") if actor and actor.capacity else "",
            version=opora.__version__,
            demo=settings.IS_DEMO,
        )
    }


def _who(actor: Actor) -> Who:
    return Who(
        name=actor.name,
        capacity=actor.capacity.title if actor.capacity else "без назначения",
        scope=actor.capacity.scope_title if actor.capacity else "",
        capacities=len(actor.capacities),
        switch_url=address("my_capacity"),
        account_url=address("my_account"),
        sign_out_url=address("account_logout"),
    )
