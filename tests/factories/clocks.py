"""A clock of its own for a place."""

from datetime import datetime
from pathlib import Path

from django.conf import settings

from opora.access.actor import operator
from opora.catalogues import kinds as registry
from opora.catalogues.actions import copy_for_territory, publish, save_draft
from opora.catalogues.local_time import CODE, KIND
from opora.catalogues.models import Definition
from opora.catalogues.seeding import seed_from_files
from opora.organisations.models import Territory


def lives_by(territory: Territory, zone: str, *, now: datetime) -> None:
    """The territory has published this clock."""
    if not Definition.objects.filter(kind=CODE).exists():
        registry.register([KIND])
        seed_from_files(root=Path(settings.DEFINITIONS_ROOT), only={CODE}, by=operator(), at=now)
    own = copy_for_territory(
        base=Definition.objects.get(kind=CODE, territory_path=""), territory_id=territory.pk,
        territory_path=territory.path or "", territory_name=territory.name, by=operator(), at=now,
    )  # fmt: skip
    save_draft(version=own, content={"zone": zone}, by=operator(), at=now)
    own.refresh_from_db()
    publish(version=own, by=operator(), at=now)
