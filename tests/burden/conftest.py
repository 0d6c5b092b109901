"""Definitions of the release, for what is known of kinds of documents, orders, factors and the card."""

from pathlib import Path

import pytest
from django.conf import settings

from conftest import NOW
from factories.people import Cast
from factories.results import all_procedures
from opora.access.actor import operator
from opora.burden.minutes import burden_minutes
from opora.catalogues import kinds
from opora.catalogues.seeding import seed_from_files


@pytest.fixture
def released(people: Cast) -> Cast:
    """The cast where everything of the release is published."""
    kinds.register([burden_minutes()])
    all_procedures()
    wanted = {
        *("burden-minutes", "questionnaires", "documents", "expected-orders"),
        *("risk-factors", "social-passport", "programme-rules", "expert-sheets"),
    }
    seed_from_files(root=Path(settings.DEFINITIONS_ROOT), only=wanted, by=operator(), at=NOW)
    return people
