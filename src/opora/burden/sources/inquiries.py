"""Requests for information that were made here."""

from collections.abc import Iterable

from opora.burden.minutes import Norms

# what each school was asked, without what the system answered for it; the sum is that of `minutes_of`
INQUIRIES = """
SELECT r.school_id, (i.sent_at AT TIME ZONE %(zone)s)::date, 'inquiry', i.title, i.made_by_role, 'other', t.name,
       CASE WHEN q.asked OR q.offered > 0 THEN %(inquiry_open)s + q.minutes + q.offered * %(confirm)s ELSE 0 END,
       r.id::text, 'staff'
FROM burden_reply r
JOIN burden_inquiry i ON i.id = r.inquiry_id
JOIN organisations_territory t ON t.id = i.territory_id
CROSS JOIN LATERAL (
  SELECT count(*) FILTER (WHERE a.id IS NULL) > 0 AS asked, count(*) FILTER (WHERE a.source <> 'system') AS offered,
         COALESCE(sum((%(questions)s::jsonb ->> q.kind)::int) FILTER (WHERE a.id IS NULL), 0) AS minutes
  FROM burden_question q
  LEFT JOIN burden_answer a ON a.question_id = q.id AND a.reply_id = r.id AND a.source <> 'school'
  WHERE q.inquiry_id = i.id) q
WHERE r.school_id = ANY(%(schools)s::bigint[]) AND i.state <> 'draft' AND r.state NOT IN ('known', 'excused')
  AND (i.sent_at AT TIME ZONE %(zone)s)::date BETWEEN %(first)s AND %(last)s
"""


def minutes_of(norms: Norms, asked: Iterable[str], *, offered: int = 0) -> int:
    """Of one school: opening the request, `asked` kinds of questions to answer, `offered` values to confirm."""
    kinds = list(asked)
    if not kinds and not offered:
        return 0
    return norms.inquiry_open + sum(map(norms.of_question, kinds)) + offered * norms.confirm
