"""Standing up an installation for one command: its folder, its database, Django, its schema."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from opora.installation.home import Home
from opora.installation.postgres import running

if TYPE_CHECKING:
    from opora.access import Actor


@contextmanager
def installation(*, ready: bool = True, watch: bool = False) -> Iterator[Home]:
    """The database runs and Django is set up while the block lasts; `ready` brings the schema up to date."""
    home = Home.resolve().prepare()
    with running(home, watch=watch) as server:
        os.environ["OPORA_HOME"] = str(home.path)
        os.environ["DATABASE_URL"] = server.url()
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opora.config.settings")
        import django

        django.setup()
        if ready:
            bring_up_to_date()
        try:
            yield home
        finally:
            from django.db import connections

            connections.close_all()


def bring_up_to_date() -> None:
    """Apply migrations and seed the published definitions that came with this version."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        from django.core.management import call_command

        call_command("migrate", verbosity=0, interactive=False)
    from opora.config.seeding import seed

    seed()


def actor_by(login: str | None) -> "Actor":
    """The person behind `--by`, in their first capacity; without it the installation's operator."""
    from django.utils import timezone

    from opora.access.actor import operator
    from opora.appointments.session import actor_for
    from opora.cli.speech import refuse
    from opora.people.models import Person

    if not login:
        return operator()
    person = Person.objects.filter(login__iexact=login, is_active=True).first()
    if person is None:
        refuse(f"Человека с логином «{login}» нет. Проверьте логин или пригласите его: opora invite.")
    return actor_for(person, on=timezone.localdate())
