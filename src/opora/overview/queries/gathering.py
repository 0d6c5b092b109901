"""Everything about the schools of a territory in a year."""

from datetime import date

from opora.access import Actor
from opora.catalogues.queries import in_force
from opora.cycles.models import Cycle
from opora.documents.rules import READ_SETTLED
from opora.overview import thresholds
from opora.overview.facts import Facts
from opora.overview.queries import signs, steps
from opora.overview.queries.rows import array
from opora.overview.queries.schools import helped_schools
from opora.overview.queries.visits import visits
from opora.overview.rules import columns_of
from opora.overview.states import Step
from opora.overview.thresholds import Thresholds
from opora.roadmaps.queries.board import school_lines
from opora.roadmaps.queries.visibility import stages_of


def thresholds_of(path: str) -> Thresholds:
    """Those in force for the territory; ours where none are published. One query."""
    return in_force(thresholds.KIND, thresholds.CODE, path, thresholds.read) or Thresholds()


def gathered(actor: Actor, path: str, cycle: Cycle, limits: Thresholds, *, today: date) -> Facts:
    """What the actor may see of it: what a hidden column would show is not read. At most sixteen queries."""
    schools = helped_schools(path, cycle.pk, today=today)
    facts = Facts(cycle.pk, today, schools)
    if not schools:
        return facts
    seen, ids = set(columns_of(actor)), array(each.pk for each in schools)
    if seen & {Step.SURVEY, Step.RISKS}:
        facts.surveys, facts.risks = steps.surveys_and_risks(ids, cycle.pk)
    if Step.PROGRAMME in seen:
        only_settled = actor.role in READ_SETTLED
        facts.documents = steps.documents(ids, cycle.pk, only_settled=only_settled)
        if not only_settled:
            paths = {each.path for each in schools}
            facts.deadlines = steps.missed_deadlines(paths, cycle.pk, today=today)
    if Step.VISITS in seen:
        facts.standings, facts.dues = visits(schools, cycle, facts.documents, today=today)
    if Step.ROADMAP in seen:
        _of_roadmaps(facts, ids, path, cycle, limits)
    return facts


def _of_roadmaps(facts: Facts, ids: str, path: str, cycle: Cycle, limits: Thresholds) -> None:
    """Five queries."""
    today, within = facts.today, (cycle.starts, cycle.ends)
    lately = date.fromordinal(today.toordinal() - limits.lately_days)
    facts.roadmaps = {
        each.school_id: each
        for each in school_lines([each.pk for each in facts.schools], cycle.pk, today=today, lately=lately)
    }
    facts.checkpoints = steps.checkpoints(ids, cycle.pk)
    facts.stages = tuple((stage, stage.due(within)) for stage in stages_of(path))
    seen = signs.of_works(ids, cycle.pk, limits, today=today)
    for pk, call in signs.of_calls(ids, limits, today=today, since=cycle.starts).items():
        seen.setdefault(pk, []).append(call)
    facts.seen = seen
