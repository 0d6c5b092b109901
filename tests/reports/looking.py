"""What tests of pages look and post with."""

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories.people import signed_in
from opora.access import Actor
from opora.reports.content import Content, Section
from opora.reports.facts import gathered

from .conftest import TODAY, Year


def text(who: Actor, url: str, status: int = 200) -> str:
    answer = signed_in(who).get(url)
    assert answer.status_code == status, (url, answer.status_code, answer.headers.get("Location"))
    return answer.text


def post(who: Actor, url: str, status: int = 302, /, **data: Any) -> str:
    answer = signed_in(who).post(url, data)
    assert answer.status_code == status, (url, answer.status_code, answer.text[:3000])
    return answer.text if status != 302 else answer.headers["Location"]


def asked(who: Actor, url: str) -> int:
    """How many queries a page makes, once it was opened before."""
    client = signed_in(who)
    client.get(url)  # what is remembered for the process is asked for once
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return len(captured)


def content(year: Year, **texts: str) -> Content:
    return gathered(year.place, year.cycle, stage="first", texts=texts, as_on=TODAY)


def part(found: Content, code: str) -> Section:
    section = found.section(code)
    assert section is not None
    return section
