"""Where an actor writes for a territory."""

from opora.access import Actor
from opora.organisations.models import Territory


def own_territory(actor: Actor) -> Territory | None:
    """The territory an actor is appointed to, the first where there are several; None for people of schools."""
    paths = actor.scope.territory_paths if actor.scope else ()
    return Territory.objects.filter(path__in=[path for path in paths if path]).order_by("path").first()
