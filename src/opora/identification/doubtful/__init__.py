"""Signs of doubtful results, apart from low results. Pure Python over typed inputs.

Every sign is «внутренний признак, не перечень Рособрнадзора»: a reason to look together with the school,
never a statement of guilt. A sign whose data are not there says nothing.
"""

from collections.abc import Callable, Mapping

from opora.identification.doubtful.boundaries import cliffs
from opora.identification.doubtful.inputs import Cohort, Compared, Journal, SchoolData, Scores, Tasks
from opora.identification.doubtful.shares import above_region, class_drop, journal
from opora.identification.doubtful.tasks import easy_hard
from opora.identification.doubtful.words import LABEL, SIGN_TITLES, sign_words
from opora.identification.engine.outcomes import Doubt
from opora.identification.rule import SignSettings

__all__ = [
    "LABEL",
    "SIGN_TITLES",
    "Cohort",
    "Compared",
    "Journal",
    "SchoolData",
    "Scores",
    "Tasks",
    "doubts_of",
    "sign_words",
]

SIGNS: Mapping[str, Callable[[SchoolData, SignSettings], list[Doubt]]] = {
    "above_region": above_region,
    "easy_hard": easy_hard,
    "cliffs": cliffs,
    "class_drop": class_drop,
    "journal": journal,
}


def doubts_of(data: SchoolData, settings: SignSettings) -> tuple[Doubt, ...]:
    """Every sign that is switched on and shows itself, in the order of the table above."""
    return tuple(
        doubt for name, sign in SIGNS.items() if getattr(settings, name) for doubt in sign(data, settings)
    )
