"""Indexes of words for the search, on tables of other features.

The expressions are those of `opora.search.matching` to the letter, else the database would not use them.
"""

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
        ("documents", "0002_tokens_and_senders"),
        ("expertise", "0002_rounds_of_curators"),
        ("groups", "0001_initial"),
        ("measures", "0001_initial"),
        ("objections", "0001_initial"),
        ("organisations", "0003_coordinates"),
        ("people", "0002_capacity_and_row_history"),
        ("risks", "0001_initial"),
    ]

    operations = [
        _words(
            "search_organisation",
            "organisations_organisation",
            *("name", "official_name", "key", "address"),
        ),
        _words("search_former_name", "organisations_formername", "name"),
        _words("search_leader", "organisations_leader", "name", "post"),
        _words("search_person", "people_person", "surname", "given_name", "patronymic", "post"),
        _words("search_group", "groups_group", "name", "purpose"),
        _words("search_member", "groups_member", "name"),
        _words("search_document", "documents_document", "title"),
        _index("search_row", "documents_row", _JSON.format("content")),
        _words("search_remark", "documents_remark", "text", "quote"),
        _words("search_measure", "measures_measure", "title", "result", "resources"),
        _words("search_direction", "risks_direction", "factor_title", "opinion_words"),
        _words("search_recommendation", "expertise_recommendation", "text", "how"),
        _words("search_objection", "objections_objection", "subject_title", "statement", "answer"),
    ]
