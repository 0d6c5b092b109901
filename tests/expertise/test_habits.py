"""How one reviews (C10): a formal curator is visible in the own figures, and nobody is judged by a few documents."""

from datetime import timedelta

import pytest

from conftest import NOW
from factories.organisations import school
from factories.people import signed_in
from opora.access.actor import operator
from opora.documents.models import Document, Remark, Review
from opora.expertise.actions import close_round, move_round
from opora.expertise.habits import Habits, Reviewed
from opora.expertise.presenters.habits import advice, calibration, why_not_yet
from opora.expertise.queries.habits import own_habits, reviewers_below
from opora.expertise.queries.results import results
from opora.expertise.states import Place, RoundState

from .conftest import Year
from .making import sent, started, waiting


def reviewed(*, minutes: float, remarks: int, own: int | None = None, later: int | None = None) -> Reviewed:
    opened = NOW + timedelta(days=2)
    return Reviewed(
        NOW,
        opened,
        opened + timedelta(minutes=minutes),
        True,
        remarks,
        own,
        later,
        later is not None and later < 6,
    )


def test_a_formal_curator_is_visible_and_a_careful_one_is_left_in_peace() -> None:
    formal = Habits([reviewed(minutes=1, remarks=0, own=14, later=4) for _ in range(6)])
    careful = Habits([reviewed(minutes=40, remarks=3, own=9, later=9) for _ in range(6)])
    assert (formal.hasty, formal.remarks, formal.low, formal.minutes, formal.days) == (
        *(6, 0, 6, 1),
        pytest.approx(2, abs=0.1),
    )
    assert len(advice(formal)) == 3
    assert advice(careful) == []


def test_own_marks_are_compared_from_thirty_documents_on() -> None:
    few = [reviewed(minutes=20, remarks=1, own=12, later=8) for _ in range(29)]
    assert calibration(Habits(few)) == []
    assert "пока 29" in why_not_yet(Habits(few))
    enough = Habits([*few, reviewed(minutes=20, remarks=1, own=12, later=8)])
    assert enough.generosity == 4
    assert calibration(enough)[0].value == "в среднем на 4,0 балла выше"


def test_decisions_are_gathered_with_what_experts_said(year: Year) -> None:
    curator = year.cast.curator
    document = year.documents[0]
    version = document.versions.get()
    Review.objects.filter(version=version).delete()
    Review.objects.create(
        version=version, outcome="confirmed", marks=[{"criterion": "analysis", "points": 2, "of": 2, "words": "да"}],
        opened_at=NOW, decided_at=NOW + timedelta(minutes=1), decided_by_id=curator.person_id,
        decided_by_name=curator.name,
    )  # fmt: skip
    Remark.objects.create(
        document=document, version=version, row="m1", text="Сколько?", made_at=NOW,
        made_by_id=curator.person_id, made_by_name=curator.name,
    )  # fmt: skip
    assert own_habits(curator, year.cycle.pk, "red").habits.scored == []  # type: ignore[union-attr]
    of = started(year.region, year.cycle, *year.experts, kinds=["medium-term"])
    for place in (Place.FIRST, Place.SECOND):
        for each in waiting(of, place):
            sent(each, total=3)
    assert own_habits(curator, year.cycle.pk, "red").habits.scored == []  # type: ignore[union-attr]  # not before closing
    of = move_round(of=of, target=RoundState.RECONCILING, by=operator(), at=NOW)
    close_round(of=of, by=operator(), at=NOW)
    found = own_habits(curator, year.cycle.pk, "red")
    assert found is not None
    assert (found.habits.confirmed, found.habits.low, found.habits.remarks, found.habits.hasty) == (
        1,
        1,
        1,
        1,
    )
    assert found.habits.scored[0].own == 2 and found.habits.scored[0].later == 3
    home = [year.place.path or ""]
    assert curator.name in {each.name for each in reviewers_below(home, year.cycle.pk, "red")}
    assert reviewers_below([year.cast.world.foreign_region.path or ""], year.cycle.pk, "red") == []


def test_a_curator_sees_only_the_own_figures(year: Year) -> None:
    mine = signed_in(year.cast.curator).get("/expertise/reviewing/")
    of_all = "Решений по документам в этом году ещё нет."
    assert mine.status_code == 200 and of_all not in mine.content.decode()
    all_ = signed_in(year.cast.municipal_coordinator).get("/expertise/reviewing/").content.decode()
    assert of_all in all_
    for name in ("school_head", "expert", "teacher", "observer", "federal_operator"):
        assert signed_in(getattr(year.cast, name)).get("/expertise/reviewing/").status_code == 403, name


def test_the_mirror_is_compared_with_experts_from_thirty_documents_on(year: Year) -> None:
    of = started(year.region, year.cycle, *year.experts)
    found = results(operator(), of)
    assert found.mirror == (0, None)
    for n in range(2):
        school(f"Школа {n}", year.place)
    assert Document.objects.count() == 3
