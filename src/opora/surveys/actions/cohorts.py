"""Who answers in a school: its classes and how many people are expected."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from opora.access import Actor
from opora.organisations.models import Organisation
from opora.questionnaires.instrument import Audience
from opora.surveys.actions.telling import locked, tell
from opora.surveys.issuing import issue, issue_more
from opora.surveys.models import Campaign, Cohort
from opora.surveys.rules import FILL_IN, HAND_OUT, Taking
from opora.surveys.states import CampaignState

MOST_EXPECTED = 2000
MOST_ADDED = 200


@dataclass(frozen=True, slots=True)
class Group:
    """A cohort as the school names it; adults of the whole school have no class."""

    audience: Audience
    class_label: str
    expected: int


@transaction.atomic
def fill_in(
    *, campaign: Campaign, school: Organisation, groups: Sequence[Group], by: Actor, at: datetime
) -> list[Cohort]:
    """The school's cohorts are these; one event with what was and what is. Open: new codes are made at once.

    While a campaign is open a group stays even where it is not named: its codes are in people's hands.
    Raises ValidationError.
    """
    campaign = locked(campaign)
    FILL_IN.check(by, Taking(campaign, school))
    asked = set(campaign.instruments.values_list("audience", flat=True))
    _check(groups, asked)
    before = {(c.audience, c.class_label): c for c in campaign.cohorts.filter(school=school)}
    named = {(str(group.audience), group.class_label): group.expected for group in groups}
    was = {key: cohort.expected for key, cohort in before.items()}
    if campaign.state == CampaignState.DRAFT:
        gone = [cohort.pk for key, cohort in before.items() if key not in named]
        Cohort.objects.filter(pk__in=gone).delete()
    else:
        named = was | named
    _write(campaign, school, before, named)
    cohorts = list(campaign.cohorts.filter(school=school))
    if campaign.state == CampaignState.OPEN:
        issue(cohorts)
    if named != was:
        details = {"was": _as_said(was), "now": _as_said(named)}
        people = f"Групп: {len(named)}, человек: {sum(named.values())}."
        tell(campaign, "записал(а), кто отвечает", by=by, at=at, school=school, note=people, details=details)
    return cohorts


@transaction.atomic
def add_codes(*, cohort: Cohort, how_many: int, by: Actor, at: datetime) -> range:
    """Further codes for slips that were lost or a class that grew; one event. Returns their numbers."""
    campaign = locked(cohort.campaign)
    HAND_OUT.check(by, Taking(campaign, cohort.school))
    if not 1 <= how_many <= MOST_ADDED:
        raise ValidationError({"how_many": f"За один раз можно добавить от 1 до {MOST_ADDED} кодов."})
    numbers = issue_more(cohort, how_many)
    tell(
        campaign, f"добавил(а) коды: {how_many}", by=by, at=at, school=cohort.school, note=cohort.class_label
    )
    return numbers


def _write(
    campaign: Campaign,
    school: Organisation,
    before: dict[tuple[str, str], Cohort],
    named: dict[tuple[str, str], int],
) -> None:
    changed = []
    for key, expected in named.items():
        cohort = before.get(key)
        if cohort is not None and cohort.expected != expected:
            cohort.expected = expected
            changed.append(cohort)
    Cohort.objects.bulk_update(changed, ["expected"])
    Cohort.objects.bulk_create(
        Cohort(campaign=campaign, school=school, audience=audience, class_label=label, expected=expected)
        for (audience, label), expected in named.items()
        if (audience, label) not in before
    )


def _check(groups: Sequence[Group], asked: set[str]) -> None:
    keys = [(group.audience, group.class_label) for group in groups]
    if len(set(keys)) < len(keys):
        raise ValidationError("Один и тот же класс записан дважды. Оставьте одну строку.")
    for group in groups:
        if group.audience not in asked:
            raise ValidationError("Этих людей опрос не спрашивает. Обновите страницу.")
        if not 0 <= group.expected <= MOST_EXPECTED:
            raise ValidationError(f"Человек в группе может быть от 0 до {MOST_EXPECTED}. Проверьте число.")


def _as_said(counts: dict[tuple[str, str], int]) -> dict[str, int]:
    return {f"{audience} {label}".strip(): expected for (audience, label), expected in counts.items()}
