"""Indexes of words of reports, inquiries and replies, of roadmaps, of curators, of names of files."""

from django.db import migrations

_WORDS = (
    "to_tsvector('russian'::regconfig,"
    " translate(lower(left({}, 100000)), 'ё/-_.@+', 'е      '))"
)
_JSON = (
    "jsonb_to_tsvector('russian'::regconfig,"
    " translate(lower((\"{}\")::text), 'ё/-_@+', 'е     ')::jsonb, '[\"string\"]'::jsonb)"
)


def _index(name: str, table: str, expression: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE INDEX {name} ON {table} USING gin (({expression}))", f"DROP INDEX IF EXISTS {name}"
    )


def _words(name: str, table: str, *columns: str) -> migrations.RunSQL:
    joined = " || ' ' || ".join(f'"{column}"' for column in columns)
    return _index(name, table, _WORDS.format(joined))


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0002_indexes_of_doings"),
        ("burden", "0001_initial"),
        ("curators", "0001_initial"),
        ("files", "0001_initial"),
        ("reports", "0003_requests"),
        ("roadmaps", "0001_initial"),
    ]

    operations = [
        _words(
            "search_report", "reports_report", *("number", "subject", "stage_title", "annulled_why")
        ),
        _index("search_report_texts", "reports_report", _JSON.format("texts")),
        _words(
            "search_report_request",
            "reports_reportrequest",
            *("number", "stage_title", "form", "note", "withdrawn_why"),
        ),
        _words("search_inquiry", "burden_inquiry", "title", "why"),
        _words("search_inquiry_question", "burden_question", "text"),
        _words("search_inquiry_reply", "burden_reply", "note"),
        _words("search_inquiry_answer", "burden_answer", "value"),
        _words("search_work", "roadmaps_work", "report", "pride"),
        _words("search_checkpoint", "roadmaps_checkpoint", "title", "words", "conclusion"),
        _words("search_evidence", "roadmaps_evidence", "title"),
        _words(
            "search_candidate",
            "curators_candidate",
            *("name", "post", "place_of_work", "strengths", "proposal"),
            *("interview_words", "approval_words", "reason"),
        ),
        _words("search_agreement", "curators_agreement", "number", "curator_name", "subject", "reason"),
        _index("search_agreement_terms", "curators_agreement", _JSON.format("terms")),
        _words("search_file", "files_storedfile", "name"),
    ]
