"""What tests of pages look with."""

from factories.people import signed_in
from opora.access import Actor
from opora.organisations.models import Organisation


def text(who: Actor, url: str, status: int = 200) -> str:
    answer = signed_in(who).get(url)
    assert answer.status_code == status
    return answer.text


def names(page: str, *wanted: Organisation | str) -> list[str]:
    """Those that the page names, in its order."""
    said = (each if isinstance(each, str) else each.name for each in wanted)
    return sorted((each for each in said if each in page), key=page.index)
