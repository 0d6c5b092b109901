"""What every installation has from its first start: the root of the tree and the published definitions."""

from pathlib import Path

from django.conf import settings
from django.utils import timezone

from opora.access.actor import operator
from opora.catalogues.seeding import seed_from_files
from opora.organisations.actions import ensure_federation
from opora.results.actions import sync_procedures
from opora.results.kinds import CODE as PROCEDURES


def seed() -> None:
    """Repeatable: adds what is new in this version and changes nothing that stands."""
    at, by = timezone.now(), operator("Установка")
    ensure_federation(by=by, at=at)
    root = Path(settings.DEFINITIONS_ROOT)
    # rules name procedures, so these come into force first
    if seed_from_files(root=root, only={PROCEDURES}, by=by, at=at):
        sync_procedures(by=by, at=at)
    seed_from_files(root=root, by=by, at=at)
