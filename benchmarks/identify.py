"""Identification of 40,000 schools × 36 figures, as a ratio to hand-written SQL on the same server.

    ./dev benchmark identify [--schools 40000] [--runs 5] [--quick]

The floor answers the same in the way one writes such SQL by hand: a subquery for each question. It gives,
in the order of names, whether a school is listed at the threshold and one point below and above, the
procedures of both grounds with their shares and participants, the nearest figure with its margin, and a
hash of the figures. Only plain tuples come out of it; ours come out as outcomes ready to be printed.
A database of its own is made beside the one of DATABASE_URL and dropped.
"""

import argparse
import json
import resource
import statistics
from typing import Any

from harness import Row, interleaved, median_ratio, scratch_database, table

PROCEDURES = 12
YEARS = (2023, 2024, 2025)
CODES = tuple(f"bench-{n:02}" for n in range(1, PROCEDURES + 1))

DATA = """
INSERT INTO organisations_territory (id, kind, name, code, parent_id, path)
    VALUES (1, 'federation', 'Федерация', 'RU', NULL, '1/');
INSERT INTO organisations_territory (id, kind, name, code, parent_id, path)
    SELECT 1 + n, 'region', 'Регион ' || n, 'R' || n, 1, '1/' || (1 + n) || '/' FROM generate_series(1, 80) n;
INSERT INTO organisations_territory (id, kind, name, code, parent_id, path)
    SELECT 1000 + n, 'municipality', 'Округ ' || n, 'M' || n, 2 + n %% 80,
           '1/' || (2 + n %% 80) || '/' || (1000 + n) || '/'
    FROM generate_series(1, 2000) n;
INSERT INTO organisations_organisation (id, kind, key, inn, name, official_name, school_kind, locality,
        is_legal_entity, address, phone, email, site, letterhead, territory_id)
    SELECT n, 'school', 'K' || n, '', 'Школа № ' || n, '', 'secondary', 'town', true, '', '', '', '', '',
           1001 + n %% 2000
    FROM generate_series(1, %(schools)s) n;
INSERT INTO results_procedure (id, code, test, subject, grade, title, position, is_mandatory)
    SELECT n, 'bench-' || lpad(n::text, 2, '0'), 'vpr', 'Предмет ' || n, 5, 'Процедура ' || n, n, false
    FROM generate_series(1, %(procedures)s) n;
SELECT setseed(0.42);
INSERT INTO results_fact (school_id, procedure_id, year, class_label, participants, low_count, low_percent,
        origin_sheet, origin_cells)
    SELECT school, procedure, year, '',
           CASE WHEN is_counted THEN n END, CASE WHEN is_counted THEN low END,
           CASE WHEN NOT is_counted THEN round(100.0 * low / n) END, 'Лист1', 'B' || school
    FROM (
        SELECT school, procedure, year, n, kind < 0.8 AS is_counted,
               least(n, floor(n * (school %% 10) * 0.02 + n * 0.2 * power(luck, 2))::int) AS low
        FROM (
            SELECT school, procedure, year, 8 + floor(random() * 80)::int AS n, random() AS kind, random() AS luck
            FROM generate_series(1, %(schools)s) school, generate_series(1, %(procedures)s) procedure,
                 generate_series(2023, 2025) year
        ) thrown
    ) made;
"""

FLOOR = """
WITH figures AS (
    SELECT f.school_id, p.code, f.year, f.participants,
        CASE WHEN f.low_count IS NOT NULL AND f.participants > 0
             THEN f.low_count::numeric / f.participants ELSE f.low_percent / 100 END AS share,
        CASE WHEN f.low_count IS NOT NULL AND f.participants > 0
             THEN f.low_count >= 0.29 * f.participants ELSE f.low_percent >= 29 END AS reaches_minus,
        CASE WHEN f.low_count IS NOT NULL AND f.participants > 0
             THEN f.low_count >= 0.30 * f.participants ELSE f.low_percent >= 30 END AS reaches,
        CASE WHEN f.low_count IS NOT NULL AND f.participants > 0
             THEN f.low_count >= 0.31 * f.participants ELSE f.low_percent >= 31 END AS reaches_plus,
        f.low_count, f.low_percent
    FROM results_fact f
    JOIN results_procedure p ON p.id = f.procedure_id
    WHERE p.code = ANY(%(codes)s) AND f.year BETWEEN 2023 AND 2025 AND f.class_label = ''
),
counted AS (
    SELECT school_id,
        count(*) FILTER (WHERE reaches_minus) AS n_minus,
        count(*) FILTER (WHERE reaches) AS n,
        count(*) FILTER (WHERE reaches_plus) AS n_plus,
        jsonb_agg(jsonb_build_array(code, share, participants) ORDER BY code) FILTER (WHERE reaches) AS evidence
    FROM figures WHERE year = 2025 GROUP BY school_id
),
repeated AS (
    SELECT now.school_id,
        bool_or(now.reaches_minus AND before.reaches_minus) AS minus,
        bool_or(now.reaches AND before.reaches) AS at,
        bool_or(now.reaches_plus AND before.reaches_plus) AS plus,
        jsonb_agg(jsonb_build_array(now.code, before.share, before.participants, now.share, now.participants)
                  ORDER BY now.code) FILTER (WHERE now.reaches AND before.reaches) AS evidence
    FROM figures now
    JOIN figures before ON before.school_id = now.school_id AND before.code = now.code AND before.year = 2024
    WHERE now.year = 2025 GROUP BY now.school_id
),
closest AS (
    SELECT DISTINCT ON (school_id) school_id, code, share, participants, share - 0.30 AS margin
    FROM figures WHERE year = 2025 ORDER BY school_id, abs(share - 0.30), share < 0.30, code
),
hashed AS (
    SELECT school_id, md5(string_agg(concat_ws(',', code, year, participants, low_count, low_percent), ';'
                                     ORDER BY code, year)) AS digest
    FROM figures GROUP BY school_id
)
SELECT o.key, o.name, t.name,
    coalesce(c.n >= 2 OR r.at, false), coalesce(c.n_minus >= 2 OR r.minus, false),
    coalesce(c.n_plus >= 2 OR r.plus, false), c.evidence, r.evidence, k.code, k.share, k.margin, k.participants,
    h.digest
FROM organisations_organisation o
JOIN organisations_territory t ON t.id = o.territory_id
LEFT JOIN counted c ON c.school_id = o.id
LEFT JOIN repeated r ON r.school_id = o.id
LEFT JOIN closest k ON k.school_id = o.id
LEFT JOIN hashed h ON h.school_id = o.id
WHERE o.kind = 'school' AND o.closed_on IS NULL AND o.merged_into_id IS NULL
ORDER BY o.sort_name, o.key COLLATE "C"
"""


def fill(schools: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in DATA.split(";\n"):
            if statement.strip():
                cursor.execute(statement, {"schools": schools, "procedures": PROCEDURES})
        cursor.execute("VACUUM ANALYZE")


def by_hand() -> list[tuple[Any, ...]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(FLOOR, {"codes": list(CODES)})
        return cursor.fetchall()


def by_engine() -> Any:
    from opora.identification.engine import select
    from opora.identification.rule import Rule

    return select(Rule(procedures=CODES, version="bench"), up_to_year=2025)


def compare(rows: list[tuple[Any, ...]], found: Any) -> None:
    """Both must say the same of every school, or the ratio means nothing."""
    for row, outcome in zip(rows, found.outcomes, strict=True):
        listed = outcome.listed
        evidence = {str(ground.kind): list(ground.procedures) for ground in outcome.grounds}
        told = (
            outcome.key,
            listed,
            listed or outcome.changes_at_minus_1,
            listed and not outcome.changes_at_plus_1,
            outcome.closest.figure.procedure,
            round(outcome.closest.margin, 9),
            evidence.get("repeat", []),
        )
        repeated = [code for code, *_ in json.loads(row[7] or "[]")]
        assert told == (row[0], row[3], row[4], row[5], row[8], round(row[10], 9), repeated), (row, outcome)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--schools", type=int, default=40_000)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--quick", action="store_true", help="2,000 schools, 2 runs: does it work at all")
    asked = options.parse_args()
    schools, runs = (2_000, 2) if asked.quick else (asked.schools, asked.runs)
    with scratch_database("opora_bench_identify"):
        fill(schools)
        compare(by_hand(), by_engine())
        taken = interleaved({"floor": by_hand, "ours": by_engine}, runs=runs)
    floor, ours = taken["floor"], taken["ours"]
    figures = schools * PROCEDURES * len(YEARS)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{schools} schools, {figures} figures, median of {runs} interleaved runs, peak {memory} MiB")
    print(
        table(
            [
                Row("hand-written SQL that returns the same", statistics.median(floor)),
                Row("identification, outcomes ready", statistics.median(ours), median_ratio(ours, floor), 3),
            ]
        )
    )


if __name__ == "__main__":
    main()
