"""Two workers at once: each digest is claimed by one."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from opora.digests.models import Digest
from opora.digests.tasks import send_due

from .conftest import Desk, at, somebody, thing
from .mail_server import MailServer

pytestmark = pytest.mark.django_db(transaction=True)

WORKERS = 4


def test_two_workers_at_once_send_once(server: MailServer, on_desk: Desk) -> None:
    people = [somebody(f"person{number}@example.org") for number in range(20)]
    for each in people:
        on_desk(each, thing())
    start = threading.Barrier(WORKERS)

    def work(_: int) -> None:
        start.wait()
        try:
            send_due(at=at(8))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(work, range(WORKERS)))

    assert sorted(server.recipients) == sorted(each.email for each in people)
    assert set(Digest.objects.values_list("state", "attempts")) == {("sent", 1)}
    assert Digest.objects.count() == len(people)
