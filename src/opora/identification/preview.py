"""What a rule would do, shown beside its editor: whom it selects in the actor's own scope."""

from django.template.loader import render_to_string

from opora.access import Actor
from opora.catalogues.kinds import Content
from opora.cycles.models import Cycle
from opora.identification.queries import assess
from opora.identification.rule import BadRule, parse_rule

MOST_SHOWN = 50


def preview(actor: Actor, content: Content) -> str | None:
    """Safe markup, or None where there is no programme year to try the rule on."""
    cycle = Cycle.objects.order_by("-starts", "-id").first()
    if cycle is None:
        return None
    try:
        rule = parse_rule(content)
    except (BadRule, KeyError, TypeError, ValueError):
        return render_to_string("identification/rule_preview.html", {"is_broken": True})
    paths = actor.scope.territory_paths if actor.scope else ("",) if actor.is_operator else ()
    if not paths:
        return None
    selections = [assess(cycle, rule, scope=path) for path in paths]
    outcomes = [outcome for selection in selections for outcome in selection.outcomes]
    listed = [outcome for outcome in outcomes if outcome.listed]
    return render_to_string(
        "identification/rule_preview.html",
        {
            "cycle": cycle,
            "last_year": selections[0].last_year,
            "total": len(outcomes),
            "listed": listed[:MOST_SHOWN],
            "more": max(0, len(listed) - MOST_SHOWN),
            "count": len(listed),
            "entering": sum(o.changes_at_minus_1 for o in outcomes),
            "leaving": sum(o.changes_at_plus_1 for o in outcomes),
        },
    )
