"""Indexes of words of orders, decisions, assignments, meetings, visits, events and rows of plans."""

from django.db import migrations

_WORDS = (
    "to_tsvector('russian'::regconfig,"
    " translate(lower(left({}, 100000)), 'ё/-_.@+', 'е      '))"
)


def _words(name: str, table: str, *columns: str) -> migrations.RunSQL:
    joined = " || ' ' || ".join(f'"{column}"' for column in columns)
    return migrations.RunSQL(
        f"CREATE INDEX {name} ON {table} USING gin (({_WORDS.format(joined)}))",
        f"DROP INDEX IF EXISTS {name}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0001_indexes"),
        ("assignments", "0001_initial"),
        ("decisions", "0001_initial"),
        ("events", "0001_initial"),
        ("meetings", "0001_initial"),
        ("orders", "0001_initial"),
        ("plans", "0001_initial"),
        ("visits", "0001_initial"),
    ]

    operations = [
        _words("search_order", "orders_order", "number", "title", "issuer"),
        _words("search_decision", "decisions_decision", "text", "ground", "decided_by"),
        _words("search_assignment", "assignments_assignment", "what", "executor", "report", "answer"),
        _words("search_meeting", "meetings_meeting", "title", "place"),
        _words("search_agenda", "meetings_agendaitem", "title", "speaker", "heard", "decided"),
        _words("search_visit", "visits_visit", "kind_title", "purpose", "seen", "talked", "private"),
        _words(
            "search_event",
            "events_event",
            *("title", "kind_title", "about", "for_whom", "led_by", "provider"),
        ),
        _words("search_plan_row", "plans_planrow", "what", "mark", "told_words"),
    ]
