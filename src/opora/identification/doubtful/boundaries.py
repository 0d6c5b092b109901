"""The sign read from primary scores: a cliff where a better mark begins."""

from opora.identification.doubtful.inputs import SchoolData, Scores, is_large_enough
from opora.identification.engine.outcomes import Doubt
from opora.identification.rule import SignSettings

MARKS = (3, 4, 5)
# a jump is a cliff only where the score below stands nearly empty beside it
TIMES = 3
# and where more than a pupil or two make it
LEAST_PUPILS = 3


def cliffs(data: SchoolData, settings: SignSettings) -> list[Doubt]:
    """Many more pupils at the first score of a mark than one score below it, unlike the group. Ours [U]."""
    return [
        Doubt(
            "cliffs",
            {
                "procedure": one.procedure,
                "year": one.year,
                "class": one.label,
                "participants": one.participants,
                "mark": mark,
                "score": start,
                "below": round(one.shares.get(start - 1, 0.0), 6),
                "at": round(one.shares.get(start, 0.0), 6),
            },
        )
        for one in data.scores
        if is_large_enough(one.participants, settings.minimum_participants)
        for mark, start in zip(MARKS, one.starts, strict=True)
        if _is_cliff(one, start, float(settings.cliffs_points))
    ]


def _is_cliff(one: Scores, start: int, points: float) -> bool:
    below, at = one.shares.get(start - 1, 0.0), one.shares.get(start, 0.0)
    jump = at - below
    if jump < points or at < TIMES * below:
        return False
    if one.participants and jump * one.participants < LEAST_PUPILS:
        return False
    usual = one.group.get(start, 0.0) - one.group.get(start - 1, 0.0)
    return jump > 2 * max(0.0, usual)
