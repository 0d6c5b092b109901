"""The same form sent twice in the same second, two first comments at once: one thread, nothing twice."""

import pytest

from conftest import NOW
from documents.racing import race
from factories.people import Cast
from opora.discussions.actions import say
from opora.discussions.models import Comment, Thread
from opora.references import Reference

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_form_twice_and_two_people_at_once(people: Cast, thing: Reference) -> None:
    head, curator = people.school_head, people.curator
    came = race(
        lambda: say(about=thing, text="Раз", token="a" * 32, by=head, at=NOW),
        lambda: say(about=thing, text="Раз", token="a" * 32, by=head, at=NOW),
        lambda: say(about=thing, text="Два", token="b" * 32, by=curator, at=NOW),
    )
    assert all(isinstance(each, Comment) for each in came), came
    assert Thread.objects.count() == 1
    assert sorted(Comment.objects.values_list("text", flat=True)) == ["Два", "Раз"]
    assert Thread.objects.get().last_id == Comment.objects.latest("id").pk
