from collections.abc import Callable, Iterator
from datetime import datetime

import pytest

from opora.access.actor import operator
from opora.catalogues import kinds as registry
from opora.catalogues.actions import Provenance, _new_version, _put_in_force
from opora.catalogues.kinds import Content
from opora.catalogues.models import Definition, Version
from opora.catalogues.states import Origin
from opora.questionnaires.kinds import CODE, questionnaires
from questionnaires.contents import PUPIL


@pytest.fixture
def kind() -> Iterator[None]:
    """Questionnaires as a kind of definition, whether the installation joined it or not."""
    before = dict(registry._kinds)
    registry.register([questionnaires()])
    yield
    registry._kinds.clear()
    registry._kinds.update(before)


@pytest.fixture
def published(kind: None, now: datetime) -> Callable[..., Version]:
    """A questionnaire in force: the base one, or a territory's own."""

    def make(code: str = "pupil", *, content: Content = PUPIL, **place: object) -> Version:
        made = Definition.objects.create(kind=CODE, code=code, title="Анкета обучающихся", **place)
        version = _new_version(made, content, Provenance(Origin.OURS, "Наше"), operator(), now)
        _put_in_force(version, operator(), now)
        return version

    return make
