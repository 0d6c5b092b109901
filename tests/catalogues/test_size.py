"""No page of a catalogue is heavy with the definitions that come with the product."""

from datetime import datetime

import pytest
from django.conf import settings

from factories.people import cast, signed_in
from opora.access.actor import operator
from opora.catalogues.models import Definition
from opora.catalogues.seeding import seed_from_files
from opora.results.actions import sync_procedures

pytestmark = pytest.mark.django_db

MOST = 100_000


def test_no_page_of_a_shipped_definition_is_heavy(now: datetime) -> None:
    seed_from_files(root=settings.DEFINITIONS_ROOT, only={"procedures"}, by=operator(), at=now)
    sync_procedures(by=operator(), at=now)
    seed_from_files(root=settings.DEFINITIONS_ROOT, by=operator(), at=now)
    browser = signed_in(cast().administrator)
    sizes = {}
    for definition in Definition.objects.order_by("kind"):
        for page in ("", "edit/", "publish/"):
            answer = browser.get(f"/catalogues/{definition.pk}/{page}")
            sizes[definition.kind, page] = len(answer.content)
    assert {place: size for place, size in sizes.items() if size > MOST} == {}
