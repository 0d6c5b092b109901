"""An empty database for the demonstration to begin in."""

from django.db import connection
from django.db.migrations.loader import MigrationLoader

# what the schema brings with it, the same after every start
_KEPT = ("django_migrations", "django_content_type", "auth_permission")

_TABLES = """
SELECT string_agg(format('%%I.%%I', schemaname, tablename), ', ')
FROM pg_tables WHERE schemaname = 'public' AND NOT tablename = ANY(%s)
"""

# every campaign makes tables of its own; a new one would meet the old under the same name
_OF_CAMPAIGNS = """
SELECT string_agg(format('%I.%I', schemaname, tablename), ', ')
FROM pg_tables WHERE schemaname = 'public' AND tablename ~ '^surveys_(inbox|sheet|words)_'
"""


def empty() -> None:
    """Everything kept is gone. Today's schema stays, for making it takes seconds; another one goes too."""
    loader = MigrationLoader(connection)
    with connection.cursor() as cursor:
        if set(loader.applied_migrations) == set(loader.disk_migrations):
            cursor.execute(_OF_CAMPAIGNS)
            if (tables := cursor.fetchone()[0]) is not None:
                cursor.execute(f"DROP TABLE {tables}")
            cursor.execute(_TABLES, [list(_KEPT)])
            cursor.execute(f"TRUNCATE {cursor.fetchone()[0]} RESTART IDENTITY CASCADE")
        else:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
