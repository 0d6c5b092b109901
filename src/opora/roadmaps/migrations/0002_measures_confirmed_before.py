"""Measures of documents that were confirmed before there was a roadmap come onto it."""

from django.db import migrations

_BEGIN = """
INSERT INTO roadmaps_work (measure_id, document_id, school_id, cycle_id, direction_id, state, state_since, starts,
                           due, first_due, agreed, report, pride, revision)
SELECT m.id, d.id, d.school_id, d.cycle_id, d.direction_id, 'planned', d.state_since,
       CASE WHEN m.starts > m.ends THEN NULL ELSE m.starts END, m.ends, m.ends,
       jsonb_build_object('title', m.title, 'when', m."when", 'starts', m.starts, 'ends', m.ends,
                          'result', m.result, 'resources', m.resources, 'executors', to_jsonb(m.executors),
                          'named', to_jsonb(m.named), 'participants', to_jsonb(m.participants)),
       '', '', 0
FROM documents_row r
JOIN documents_document d ON d.id = r.document_id
JOIN measures_measure m ON m.id = r.measure_id
WHERE d.school_id IS NOT NULL AND d.state IN ('confirmed', 'expertise', 'assessed') AND trim(m.title) <> ''
ORDER BY m.id
"""


class Migration(migrations.Migration):
    dependencies = [("roadmaps", "0001_initial")]
    operations = [migrations.RunSQL(_BEGIN, "DELETE FROM roadmaps_work WHERE state = 'planned'")]
