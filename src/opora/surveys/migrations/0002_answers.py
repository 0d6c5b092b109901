"""The tables of answers: see `opora.surveys.storage`. Without identity columns, keys, triggers and times."""

from django.db import migrations

FORWARD = """
CREATE TABLE surveys_inbox (
    campaign_id bigint NOT NULL,
    cohort_id bigint NOT NULL,
    sealed bytea NOT NULL
) PARTITION BY LIST (campaign_id);

CREATE TABLE surveys_sheet (
    campaign_id bigint NOT NULL,
    cohort_id bigint,
    school_id bigint NOT NULL,
    audience text NOT NULL,
    language text NOT NULL,
    items jsonb NOT NULL
) PARTITION BY LIST (campaign_id);

CREATE TABLE surveys_words (
    campaign_id bigint NOT NULL,
    school_id bigint NOT NULL,
    audience text NOT NULL,
    question text NOT NULL,
    words text NOT NULL
) PARTITION BY LIST (campaign_id);

CREATE TABLE surveys_poster (
    cohort_id bigint NOT NULL,
    retry bytea NOT NULL,
    PRIMARY KEY (cohort_id, retry)
);

ALTER TABLE surveys_sheet ENABLE ROW LEVEL SECURITY;
ALTER TABLE surveys_sheet FORCE ROW LEVEL SECURITY;
CREATE POLICY shown ON surveys_sheet FOR SELECT USING (current_setting('opora.reads_answers', true) = 'yes');
CREATE POLICY filled ON surveys_sheet FOR INSERT WITH CHECK (true);
ALTER TABLE surveys_words ENABLE ROW LEVEL SECURITY;
ALTER TABLE surveys_words FORCE ROW LEVEL SECURITY;
CREATE POLICY shown ON surveys_words FOR SELECT USING (current_setting('opora.reads_answers', true) = 'yes');
CREATE POLICY filled ON surveys_words FOR INSERT WITH CHECK (true);

-- marking a code as used writes the new row into the same page
ALTER TABLE surveys_code SET (fillfactor = 80);
"""

BACKWARD = """
ALTER TABLE surveys_code RESET (fillfactor);
DROP TABLE surveys_poster, surveys_words, surveys_sheet, surveys_inbox CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("surveys", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
