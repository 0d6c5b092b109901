"""What every change of the data leaves behind: cheap to read, the same while nothing changed.

The whole rule costs as much as it has figures to look at; these marks cost the same for ten schools and for
ten thousand results. They may differ where no answer does, never the other way round.
"""

from django.db import connection

# Ids are given before their rows are seen, so the newest alone would hide a slower writer.
# Figures that change or go leave a row of history; whatever a file changes in place leaves its load.
_MARKS = """
SELECT md5(concat_ws(';',
    ARRAY(SELECT id FROM results_load ORDER BY id DESC LIMIT 50),
    ARRAY(SELECT id FROM results_fact ORDER BY id DESC LIMIT 50),
    ARRAY(SELECT pgh_id FROM results_factevent ORDER BY pgh_id DESC LIMIT 50),
    ARRAY(SELECT id FROM results_groupfact ORDER BY id DESC LIMIT 50),
    ARRAY(SELECT id FROM results_detail ORDER BY id DESC LIMIT 50),
    (SELECT sum(hashtextextended(o.key, o.id))
     FROM organisations_organisation o JOIN organisations_territory t ON t.id = o.territory_id
     WHERE o.kind = 'school' AND o.closed_on IS NULL AND o.merged_into_id IS NULL
       AND starts_with(t.path, %s))
))
"""


def data_marks(scope: str) -> str:
    """Marks of all results and of the open schools below the territory path `scope`. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_MARKS, [scope])
        (marks,) = cursor.fetchone()
    return str(marks)
