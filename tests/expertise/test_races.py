"""Two windows of one expert in the same second: one sheet is sent, the other window is told in words."""

import pytest
from django.test import Client

from conftest import NOW
from documents.racing import race, repeat, winners
from factories.people import cast, signed_in
from opora.access import WrongState
from opora.cycles.models import Cycle
from opora.expertise.actions import decline, save_sheet, send_sheet
from opora.expertise.models import Assignment, ExpertSheet, Round
from opora.expertise.states import AssignmentState, Place, Refusing
from opora.history.models import Event
from opora.organisations.models import Organisation

from .looking import points, sheet_url
from .making import confirmed, definitions, expert, scorer, started, waiting, written

pytestmark = pytest.mark.django_db(transaction=True)

SENT = "отправил(а) экспертный лист"


@pytest.fixture
def of() -> Round:
    """Enough documents for every repetition, all with one expert; another one could be the second."""
    w = cast().world
    definitions()
    for n in range(4):
        school = Organisation.objects.create(
            kind="school", name=f"Школа {n}", territory=w.municipality, key=f"T{n}"
        )
        confirmed(school, w.cycle)
    first, second = expert(w.region, "Тайнова"), expert(w.region, "Скрытная")
    made = started(w.region, Cycle.objects.get(pk=w.cycle.pk), first)
    made.panel.create(person_id=second.person_id or 0, name=second.name)
    return made


def test_two_submissions_through_pages_send_one_sheet(of: Round) -> None:
    def once() -> None:
        one = waiting(of)[0]
        who = scorer(one)
        windows = [signed_in(who), signed_in(who)]

        def press(window: Client, total: int) -> tuple[int, str]:
            answer = window.post(sheet_url(one), points(total, do="send", revision="0"))
            return answer.status_code, answer.text

        came = race(*(lambda w=w, n=n: press(w, n) for n, w in enumerate(windows)))
        answers = dict(came)  # type: ignore[arg-type]
        assert sorted(answers) == [302, 409]
        assert "Лист уже отправлен" in answers[409]
        assert "Откройте свою очередь" in answers[409]
        kept = ExpertSheet.objects.get(assignment=one)
        assert (kept.revision, kept.total in {0, 7}, kept.sent_at is not None) == (1, True, True)
        assert {mark["points"] for mark in kept.marks.values()} == {kept.total // 7}  # type: ignore[operator]
        assert Event.objects.filter(verb=SENT, note=f"№ {one.entry.number}").count() == 1

    repeat(once)


def test_two_red_submissions_bring_one_second_expert(of: Round) -> None:
    def once() -> None:
        one = waiting(of)[0]
        act = lambda: send_sheet(assignment=one, written=written(0), revision=0, by=scorer(one), at=NOW)  # noqa: E731
        came = race(act, act)
        assert winners(came) == 1
        refused = next(each for each in came if isinstance(each, WrongState))
        assert "Лист уже отправлен" in refused.reason
        assert Assignment.objects.filter(entry=one.entry, place=Place.SECOND).count() == 1

    repeat(once)


def test_a_draft_and_a_submission_at_once_leave_one_whole_sheet(of: Round) -> None:
    """Whoever is second is refused: a sent sheet does not become a draft, a draft is not overwritten unseen."""

    def once() -> None:
        one = waiting(of)[0]

        who = scorer(one)
        came = race(
            lambda: save_sheet(assignment=one, written=written(2), revision=0, by=who, at=NOW),
            lambda: send_sheet(assignment=one, written=written(1), revision=0, by=who, at=NOW),
        )
        assert winners(came) == 1
        kept = ExpertSheet.objects.get(assignment=one)
        one.refresh_from_db()
        was_sent = one.state == AssignmentState.SENT
        assert {mark["points"] for mark in kept.marks.values()} == ({1} if was_sent else {2})
        assert (kept.total, kept.sent_at is not None) == ((7, True) if was_sent else (None, False))
        Assignment.objects.filter(pk=one.pk).update(state=AssignmentState.SENT)

    repeat(once)


def test_declining_and_sending_at_once_do_one_of_them(of: Round) -> None:
    def once() -> None:
        one = waiting(of)[0]
        who = scorer(one)
        came = race(
            lambda: send_sheet(assignment=one, written=written(2), revision=0, by=who, at=NOW),
            lambda: decline(assignment=one, refusing=Refusing.ABSTAIN, words="Не могу", by=who, at=NOW),
        )
        assert winners(came) == 1
        one.refresh_from_db()
        was_sent = ExpertSheet.objects.filter(assignment=one, sent_at__isnull=False).exists()
        assert one.state == (AssignmentState.SENT if was_sent else AssignmentState.DECLINED)

    repeat(once)
