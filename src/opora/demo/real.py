"""Telling an installation that somebody works in from one that the demonstration made."""

from django.db import connection

from opora.demo.world import PARTS


def has_real_data(*, is_demo: bool) -> bool:
    """Any person or figure; in a demonstration's folder, any person whom the demonstration did not invent."""
    if "people_person" not in connection.introspection.table_names():
        return False
    with connection.cursor() as cursor:
        if is_demo:
            invented = [f"{part.login}@example.org" for part in PARTS]
            cursor.execute(
                "SELECT EXISTS (SELECT 1 FROM people_person WHERE NOT email = ANY(%s))", [invented]
            )
        else:
            cursor.execute(
                "SELECT EXISTS (SELECT 1 FROM people_person) OR EXISTS (SELECT 1 FROM results_fact)"
            )
        return bool(cursor.fetchone()[0])
