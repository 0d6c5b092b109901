"""What measures themselves show: how they were confirmed, by what, in whose words. Never a verdict."""

from datetime import date, timedelta

from opora.discussions.states import MentionState
from opora.overview.facts import Found
from opora.overview.queries.rows import rows
from opora.overview.states import Sign
from opora.overview.thresholds import Thresholds
from opora.roadmaps.states import WorkState

#: shorter words of a measure («Консультации») are the same by chance
LONG_ENOUGH = 20

# a file is known by its content, a link by its address; words without case, ё and spaces at the ends.
# `words` stands by itself: else its length is asked of every measure of the installation
_WORKS = """
WITH w AS MATERIALIZED (
    SELECT id, school_id, measure_id, state, state_since, pride FROM roadmaps_work
    WHERE cycle_id = %(cycle)s AND school_id = ANY(%(ids)s::bigint[]) AND state <> %(dropped)s),
done AS (SELECT id, school_id, state_since AS day FROM w WHERE state = %(confirmed)s),
shown AS MATERIALIZED (
    SELECT l.work_id, w.school_id, e.title, coalesce(f.sha256, nullif(e.link, '')) AS mark
    FROM w JOIN roadmaps_evidence_works l ON l.work_id = w.id
    JOIN roadmaps_evidence e ON e.id = l.evidence_id AND e.withdrawn_at IS NULL
    LEFT JOIN files_storedfile f ON f.id = e.file_id),
words AS MATERIALIZED (
    SELECT w.school_id, replace(lower(btrim(m.title, ' .,;:')), 'ё', 'е') AS said, count(*) AS many
    FROM w JOIN measures_measure m ON m.id = w.measure_id GROUP BY 1, 2),
shared AS (
    SELECT array_agg(school_id) AS schools, array_agg(many) AS each_many
    FROM words GROUP BY said HAVING count(*) BETWEEN 2 AND %(common_schools)s AND length(said) >= %(long)s)
SELECT %(one_day)s, school_id, many, total, day, '', 0 FROM (
    SELECT DISTINCT ON (school_id) school_id, day, many, total FROM (
        SELECT school_id, day, count(*) AS many, sum(count(*)) OVER (PARTITION BY school_id) AS total
        FROM done GROUP BY school_id, day) days
    ORDER BY school_id, many DESC, day DESC) best
WHERE many >= %(one_day_least)s AND many >= %(one_day_share)s * total
UNION ALL
SELECT %(one_file)s, school_id, many, total, NULL, title, 0 FROM (
    SELECT DISTINCT ON (m.school_id) m.school_id, m.many, o.total, m.title FROM (
        SELECT school_id, mark, count(DISTINCT work_id) AS many, min(title) AS title
        FROM shown WHERE mark IS NOT NULL GROUP BY school_id, mark) m
    JOIN (SELECT school_id, count(DISTINCT work_id) AS total FROM shown GROUP BY school_id) o USING (school_id)
    ORDER BY m.school_id, m.many DESC, m.mark) best
WHERE many >= %(one_file_least)s AND many >= %(one_file_share)s * total
UNION ALL
SELECT %(bare)s, school_id, count(*) FILTER (WHERE s.work_id IS NULL), count(*), NULL, '', 0
FROM done LEFT JOIN (SELECT DISTINCT work_id FROM shown) s ON s.work_id = done.id
GROUP BY school_id HAVING count(*) FILTER (WHERE s.work_id IS NULL) >= %(bare_least)s
UNION ALL
SELECT %(copied)s, school_id, many, total, NULL, '', other FROM (
    SELECT DISTINCT ON (p.school_id) p.school_id, p.other, p.many, o.total FROM (
        SELECT a.school_id, other, sum(a.many)::bigint AS many
        FROM shared, unnest(schools, each_many) a (school_id, many), unnest(schools) other
        WHERE other <> a.school_id GROUP BY a.school_id, other) p
    JOIN (SELECT school_id, count(*) AS total FROM w GROUP BY school_id) o USING (school_id)
    ORDER BY p.school_id, p.many DESC, p.other) best
WHERE many >= %(copied_least)s AND many >= %(copied_share)s * total
UNION ALL
SELECT %(returned_sign)s, school_id, count(*), 0, min(state_since), 'work', 0
FROM w WHERE state = %(returned)s AND state_since < %(silent)s GROUP BY school_id
UNION ALL
SELECT %(unanswered)s, school_id, count(*), 0, min(state_since), 'work', 0
FROM w WHERE state = %(reported)s AND state_since < %(silent)s GROUP BY school_id
UNION ALL
SELECT %(proud)s, school_id, many, 0, day, pride, id FROM (
    SELECT DISTINCT ON (school_id) school_id, count(*) OVER (PARTITION BY school_id) AS many, state_since AS day,
           pride, id
    FROM w WHERE pride <> '' ORDER BY school_id, state_since DESC, id DESC) last
"""


def of_works(ids: str, cycle_id: int, limits: Thresholds, *, today: date) -> dict[int, list[Found]]:
    """Signs of the measures of schools; «как у другой школы» looks at these schools alone. One query."""
    values = {
        "ids": ids,
        "cycle": cycle_id,
        "silent": today - timedelta(days=limits.silent_days),
        "long": LONG_ENOUGH,
        **{name: getattr(limits, name) for name in Thresholds.__dataclass_fields__},
        **{state.value: state.value for state in WorkState},
        "one_day": Sign.ONE_DAY.value,
        "one_file": Sign.ONE_FILE.value,
        "bare": Sign.BARE.value,
        "copied": Sign.COPIED.value,
        "returned_sign": Sign.RETURNED.value,
        "unanswered": Sign.UNANSWERED.value,
        "proud": Sign.PROUD.value,
    }
    found: dict[int, list[Found]] = {}
    for sign, school, many, of, day, text, about in rows(_WORKS, values):
        found.setdefault(school, []).append(Found(Sign(sign), many, int(of), day, text, about))
    return found


_CALLS = """
SELECT t.school_id, count(DISTINCT t.id), min(c.at)
FROM discussions_thread t
JOIN discussions_comment c ON c.thread_id = t.id AND c.withdrawn_at IS NULL
JOIN discussions_mention m ON m.comment_id = c.id AND m.state = %(open)s
WHERE t.school_id = ANY(%(ids)s::bigint[]) AND c.at < %(before)s AND c.at >= %(since)s
GROUP BY t.school_id
"""


def of_calls(ids: str, limits: Thresholds, *, today: date, since: date) -> dict[int, Found]:
    """Discussions about schools in which somebody was called since a day and has not answered for long. One query."""
    values = {
        "ids": ids,
        "open": MentionState.OPEN.value,
        "before": today - timedelta(days=limits.silent_days),
        "since": since,
    }
    return {pk: Found(Sign.UNANSWERED, many, 0, at.date(), "call") for pk, many, at in rows(_CALLS, values)}
