"""Signs read from shares: far above the region, a drop in the next grade, marks apart from the journal."""

from opora.identification.doubtful.inputs import Compared, SchoolData, is_large_enough
from opora.identification.engine.outcomes import Doubt
from opora.identification.interval import wilson
from opora.identification.rule import SignSettings

_STATE_EXAMS = ("oge", "ege")


def above_region(data: SchoolData, settings: SignSettings) -> list[Doubt]:
    """ВПР far above the region, while ОГЭ or ЕГЭ in the same subject do not stand above it.

    After the criterion told by the press (domain.md 2.12). Silent for lyceums and gymnasiums, and where
    there is no state exam to confirm or not. Where participants are known, the interval must be above too.
    """
    if data.is_advanced:
        return []
    found = []
    for work in data.high:
        if work.test != "vpr" or work.year != data.last_year or work.group is None:
            continue
        least = settings.minimum_participants
        if not is_large_enough(work.participants, least):
            continue
        if not _stands_above(work, work.group, float(settings.above_region_points)):
            continue
        exams = [
            exam
            for exam in data.high
            if exam.test in _STATE_EXAMS and _same_subject(exam, work) and exam.group is not None
        ]
        if exams and all(exam.group is not None and exam.share <= exam.group for exam in exams):
            found.append(_above(work, max(exams, key=lambda exam: (exam.year, exam.procedure))))
    return found


def _same_subject(exam: Compared, work: Compared) -> bool:
    # ЕГЭ has «Математика базовая» and «Математика профильная»
    return exam.subject == work.subject or exam.subject.startswith(f"{work.subject} ")


def _stands_above(work: Compared, group: float, points: float) -> bool:
    if work.share - group < points:
        return False
    if not work.participants:
        return True
    return wilson(round(work.share * work.participants), work.participants)[0] > group


def _above(work: Compared, exam: Compared) -> Doubt:
    return Doubt(
        "above_region",
        {
            "procedure": work.procedure,
            "year": work.year,
            "share": round(work.share, 6),
            "group": None if work.group is None else round(work.group, 6),
            "participants": work.participants,
            "exam": exam.procedure,
            "exam_year": exam.year,
            "exam_share": round(exam.share, 6),
            "exam_group": None if exam.group is None else round(exam.group, 6),
        },
    )


def class_drop(data: SchoolData, settings: SignSettings) -> list[Doubt]:
    """High results of a grade fall away a year later, by more than the comparison group's.

    Ours [U]. The fall of the group, where known, is taken off. With participants known the two
    intervals must lie apart: a small class may fall by chance.
    """
    found = []
    for pair in data.cohorts:
        before, after = pair.before, pair.after
        least = settings.minimum_participants
        if not (is_large_enough(before.participants, least) and is_large_enough(after.participants, least)):
            continue
        expected = before.group - after.group if before.group is not None and after.group is not None else 0.0
        fall = before.share - after.share - max(0.0, expected)
        if fall < float(settings.class_drop_points) or not _lie_apart(before, after):
            continue
        found.append(
            Doubt(
                "class_drop",
                {
                    "procedures": [before.procedure, after.procedure],
                    "years": [before.year, after.year],
                    "shares": [round(before.share, 6), round(after.share, 6)],
                    "participants": [before.participants, after.participants],
                    "expected_fall": round(max(0.0, expected), 6),
                },
            )
        )
    return found


def _lie_apart(before: Compared, after: Compared) -> bool:
    if not (before.participants and after.participants):
        return True
    low = wilson(round(before.share * before.participants), before.participants)[0]
    return low > wilson(round(after.share * after.participants), after.participants)[1]


def journal(data: SchoolData, settings: SignSettings) -> list[Doubt]:
    """Marks of the work differ from the journal for many pupils, and for more than in the group. Ours [U]."""
    found = []
    for one in data.journals:
        apart = one.lowered + one.raised
        if not is_large_enough(one.participants, settings.minimum_participants):
            continue
        if apart < float(settings.journal_share) or (
            one.group_apart is not None and apart <= one.group_apart
        ):
            continue
        found.append(
            Doubt(
                "journal",
                {
                    "procedure": one.procedure,
                    "year": one.year,
                    "class": one.label,
                    "participants": one.participants,
                    "lowered": round(one.lowered, 6),
                    "raised": round(one.raised, 6),
                    "group_apart": None if one.group_apart is None else round(one.group_apart, 6),
                },
            )
        )
    return found
