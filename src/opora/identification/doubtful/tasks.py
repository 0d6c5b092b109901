"""The sign read from tasks: easy ones worse and hard ones better than in the comparison group."""

from opora.identification.doubtful.inputs import SchoolData, Tasks, is_large_enough
from opora.identification.engine.outcomes import Doubt
from opora.identification.rule import SignSettings

# with fewer common tasks there are no thirds to speak of
LEAST_TASKS = 6


def easy_hard(data: SchoolData, settings: SignSettings) -> list[Doubt]:
    """After the criterion told by the press (domain.md 2.13); the thirds and the points are ours.

    Easy and hard are the thirds of the tasks that the comparison group did best and worst.
    """
    points = float(settings.easy_hard_points)
    found = []
    for one in data.tasks:
        if not is_large_enough(one.participants, settings.minimum_participants):
            continue
        differences = _differences(one)
        if differences is None:
            continue
        easy, hard = differences
        if easy <= -points and hard >= points:
            found.append(
                Doubt(
                    "easy_hard",
                    {
                        "procedure": one.procedure,
                        "year": one.year,
                        "class": one.label,
                        "participants": one.participants,
                        "easy_difference": round(easy, 6),
                        "hard_difference": round(hard, 6),
                    },
                )
            )
    return found


def _differences(one: Tasks) -> tuple[float, float] | None:
    """Mean difference school − group over the easy third and over the hard third."""
    common = sorted(one.done.keys() & one.group.keys(), key=lambda task: (-one.group[task], task))
    if len(common) < LEAST_TASKS:
        return None
    third = len(common) // 3

    def mean(tasks: list[str]) -> float:
        return sum(one.done[task] - one.group[task] for task in tasks) / len(tasks)

    return mean(common[:third]), mean(common[-third:])
