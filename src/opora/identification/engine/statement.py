"""The statement that decides. Everything is compared in whole numbers, so «ровно 30 %» counts.

A figure is a fraction num/den: marks «2» over participants where counts are known, else the published
percent in ten-thousandths over 1 000 000. A threshold t is the whole number t * 10^6 over 10^6, and
«не менее» is num * 10^6 >= t6 * den. What a school shows is a mask: bit i stands for the i-th procedure
of the rule. A school counts for itself: figures of a school merged into it stay where they were.

`digest` sums a hash over the school's figures, so it does not depend on the order of their insertion; the
hash functions are PostgreSQL's own, which hash partitioning keeps stable.
"""


def decision(*, with_quartile: bool, within_scope: bool) -> str:
    """The statement with only the parts that this run needs: an unused ground must not cost anything."""
    return (
        _DECIDE.replace("/*figures*/", "figures AS " + _FIGURES)
        .replace("/*quartile*/", _QUARTILE if with_quartile else "")
        .replace("/*quarter*/", "q.mask, q.evidence" if with_quartile else "0::bigint, NULL::bigint[]")
        .replace(
            "/*join quarter*/", "FULL JOIN lower_quarter q ON q.school_id = o.id" if with_quartile else ""
        )
        .replace("/*scope*/", _SCOPE if within_scope else "")
    )


_SCOPE = """AND f.school_id IN (
        SELECT o.id FROM organisations_organisation o JOIN organisations_territory t ON t.id = o.territory_id
        WHERE starts_with(t.path, %(figures_scope)s)
      )"""

_FIGURES = """(
    SELECT f.school_id, c.ord, c.is_main, c.is_ege, f.year, f.participants::bigint AS participants,
        CASE WHEN f.low_count IS NOT NULL AND f.participants > 0 THEN f.low_count::bigint
             ELSE (f.low_percent * 10000)::bigint END AS num,
        CASE WHEN f.low_count IS NOT NULL AND f.participants > 0 THEN f.participants::bigint
             ELSE 1000000 END AS den,
        0 AS summed
    FROM results_fact f
    JOIN chosen c ON c.id = f.procedure_id
    WHERE f.class_label = '' AND f.year BETWEEN %(first)s AND %(last)s
      AND (f.low_count IS NOT NULL AND f.participants > 0 OR f.low_percent IS NOT NULL) /*scope*/
    UNION ALL
    SELECT f.school_id, c.ord, c.is_main, c.is_ege, f.year, sum(f.participants)::bigint,
        sum(f.low_count)::bigint, sum(f.participants)::bigint, 1
    FROM results_fact f
    JOIN chosen c ON c.id = f.procedure_id
    WHERE f.class_label <> '' AND f.year BETWEEN %(first)s AND %(last)s /*scope*/
      AND NOT EXISTS (
        SELECT FROM results_fact w
        WHERE w.school_id = f.school_id AND w.procedure_id = f.procedure_id AND w.year = f.year
          AND w.class_label = ''
          AND (w.low_count IS NOT NULL AND w.participants > 0 OR w.low_percent IS NOT NULL)
      )
    GROUP BY 1, 2, 3, 4, 5
    HAVING bool_and(f.low_count IS NOT NULL) AND sum(f.participants) > 0
)"""

_QUARTILE = """
regions AS (
    SELECT t.id AS territory_id, r.id AS region_id
    FROM organisations_territory t
    JOIN organisations_territory r ON r.kind = 'region' AND starts_with(t.path, r.path)
),
placed AS (
    SELECT f.*, r.region_id, f.num * 1000000000000 / f.den AS share
    FROM figures f
    JOIN organisations_organisation o ON o.id = f.school_id
    JOIN regions r ON r.territory_id = o.territory_id
    WHERE f.is_main AND f.year = %(last)s AND (f.participants IS NULL OR f.participants >= %(minimum)s)
      AND o.kind = 'school' AND o.closed_on IS NULL AND o.merged_into_id IS NULL
),
worst AS (
    SELECT region_id, ord, percentile_disc(0.75) WITHIN GROUP (ORDER BY share) AS share
    FROM placed
    GROUP BY 1, 2
),
lower_quarter AS (
    SELECT p.school_id, bit_or(1::bigint << p.ord) AS mask,
        array_agg(ARRAY[p.ord, p.year, p.participants, p.num, p.den, p.summed]) AS evidence
    FROM placed p
    JOIN worst w ON w.region_id = p.region_id AND w.ord = p.ord
    WHERE p.share > w.share
    GROUP BY 1
),
"""

_DECIDE = """
WITH chosen AS (
    SELECT (c.ord - 1)::int AS ord, p.id, c.ord <= %(mains)s AS is_main, c.code = ANY(%(ege)s) AS is_ege
    FROM unnest(%(codes)s::text[]) WITH ORDINALITY AS c(code, ord)
    JOIN results_procedure p ON p.code = c.code
),
/*figures*/,
/*quartile*/
levelled AS (
    SELECT *, 1::bigint << ord AS bit,
        CASE WHEN participants < %(minimum)s THEN 0 ELSE year - %(last)s + 2 END AS place,
        CASE WHEN NOT is_main THEN 0
             WHEN num * 1000000 < %(t_minus)s::bigint * den THEN 0
             WHEN num * 1000000 < %(t)s::bigint * den THEN 1
             WHEN num * 1000000 < %(t_plus)s::bigint * den THEN 2
             ELSE 3 END AS level,
        is_ege AND num * 1000000 >= %(ege_t)s::bigint * den AS is_ege_low
    FROM figures
    OFFSET 0  -- a fence: without it the planner repeats the CASEs in every aggregate below
),
shown AS (
    SELECT school_id,
        bit_or(bit) FILTER (WHERE place = 2 AND level >= 1) AS last_minus,
        bit_or(bit) FILTER (WHERE place = 2 AND level >= 2) AS last_at,
        bit_or(bit) FILTER (WHERE place = 2 AND level = 3) AS last_plus,
        bit_or(bit) FILTER (WHERE place = 1 AND level >= 1) AS before_minus,
        bit_or(bit) FILTER (WHERE place = 1 AND level >= 2) AS before_at,
        bit_or(bit) FILTER (WHERE place = 1 AND level = 3) AS before_plus,
        bit_or(bit) FILTER (WHERE place = 2 AND is_ege_low) AS ege,
        min(ARRAY[abs(num * 1000000000000 / den - %(t)s::bigint * 1000000) * 2 + (level < 2)::int,
                  ord, year, participants, num, den, summed]) FILTER (WHERE place = 2 AND is_main) AS closest,
        array_agg(ARRAY[ord, year, participants, num, den, summed])
            FILTER (WHERE place >= 1 AND level >= 2 OR place = 2 AND is_ege_low) AS evidence,
        sum(hashint8extended(num, hashint8extended(den, hashint8extended(coalesce(participants, -1),
            hashint8extended(year::bigint * 1000 + ord * 2 + summed, 0)))))::text AS digest
    FROM levelled
    GROUP BY school_id
)
SELECT o.id, o.key, o.name, o.place_id, o.place, o.path,
    s.last_minus, s.last_at, s.last_plus, s.before_minus, s.before_at, s.before_plus, s.ege,
    s.closest, s.evidence, s.digest, /*quarter*/
FROM (
    SELECT o.id, o.key, o.name, o.sort_name, t.id AS place_id, t.name AS place, t.path
    FROM organisations_organisation o
    JOIN organisations_territory t ON t.id = o.territory_id
    WHERE o.kind = 'school' AND o.closed_on IS NULL AND o.merged_into_id IS NULL
      AND starts_with(t.path, %(scope)s)
) o
-- a full join is hashed or merged: a left one, before ANALYZE, sums all figures up anew for each school
FULL JOIN shown s ON s.school_id = o.id
/*join quarter*/
WHERE coalesce(o.id, 0) > 0  -- not «o.id IS NOT NULL»: that would make it a left join again
ORDER BY o.sort_name, o.key COLLATE "C"
"""
