"""Making a campaign and changing it while it is prepared."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from opora.access import Actor
from opora.catalogues.models import Version
from opora.cycles.models import Cycle, Participation
from opora.organisations.models import Organisation, Territory
from opora.organisations.states import OrganisationKind
from opora.questionnaires.instrument import AUDIENCE_TITLES, Audience, Purpose
from opora.surveys.actions.telling import locked, tell
from opora.surveys.models import Campaign, CampaignInstrument, CampaignSchool, Cohort
from opora.surveys.queries import minimum_group_for
from opora.surveys.rules import ADD_SCHOOLS, CHANGE, MAKE, RESCHEDULE
from opora.ui.text import date_ru

type Instruments = Mapping[Audience, Version]

#: an event names so many schools
NAMED = 10


@transaction.atomic
def make_campaign(
    *,
    cycle: Cycle,
    territory: Territory,
    title: str,
    opens: date,
    closes: date,
    instruments: Instruments,
    by: Actor,
    at: datetime,
    schools: Sequence[Organisation] | None = None,
) -> Campaign:
    """A campaign in preparation, with the schools given, else those that take part in the year; one event.

    Raises ValidationError: days in the wrong order, nothing to ask.
    """
    MAKE.check(by, territory)
    purpose = _checked(opens, closes, instruments)
    made = Campaign.objects.create(
        cycle=cycle,
        territory=territory,
        title=title.strip(),
        purpose=purpose,
        opens=opens,
        closes=closes,
        minimum_group=minimum_group_for(territory.path or ""),
    )
    _set_instruments(made, instruments)
    chosen = [each.pk for each in schools] if schools is not None else _taking_part(cycle, territory)
    CampaignSchool.objects.bulk_create(CampaignSchool(campaign=made, school_id=pk) for pk in chosen)
    tell(made, "завёл(а) опрос", by=by, at=at, note=f"Школ: {len(chosen)}.")
    return made


@transaction.atomic
def change_campaign(
    *,
    campaign: Campaign,
    title: str,
    opens: date,
    closes: date,
    instruments: Instruments,
    by: Actor,
    at: datetime,
) -> Campaign:
    """Title, days and instruments of a campaign in preparation; one event. Raises ValidationError."""
    campaign = locked(campaign)
    CHANGE.check(by, campaign)
    campaign.purpose = _checked(opens, closes, instruments)
    campaign.title, campaign.opens, campaign.closes = title.strip(), opens, closes
    campaign.save(update_fields=["title", "opens", "closes", "purpose"])
    campaign.instruments.all().delete()
    _set_instruments(campaign, instruments)
    Cohort.objects.filter(campaign=campaign).exclude(audience__in=list(instruments)).delete()
    tell(campaign, "изменил(а) опрос", by=by, at=at)
    return campaign


@transaction.atomic
def reschedule(*, campaign: Campaign, closes: date, by: Actor, at: datetime) -> Campaign:
    """Another last day, also while people answer; one event. Raises ValidationError."""
    campaign = locked(campaign)
    RESCHEDULE.check(by, campaign)
    if closes < campaign.opens:
        raise ValidationError({"closes": "Последний день раньше первого. Выберите день позже."})
    note = f"Было {date_ru(campaign.closes)}, стало {date_ru(closes)}."
    campaign.closes = closes
    campaign.save(update_fields=["closes"])
    tell(campaign, "перенёс(ла) последний день опроса", by=by, at=at, note=note)
    return campaign


@transaction.atomic
def choose_schools(
    *, campaign: Campaign, schools: Collection[Organisation], by: Actor, at: datetime
) -> Campaign:
    """Exactly these schools take part; the classes of those that left go with them. One event."""
    campaign = locked(campaign)
    CHANGE.check(by, campaign)
    chosen = {each.pk for each in schools}
    taking = set(campaign.schools.values_list("school_id", flat=True))
    campaign.schools.exclude(school__in=chosen).delete()
    Cohort.objects.filter(campaign=campaign).exclude(school__in=chosen).delete()
    CampaignSchool.objects.bulk_create(
        CampaignSchool(campaign=campaign, school_id=pk) for pk in sorted(chosen - taking)
    )
    note = f"Добавлено: {len(chosen - taking)}, убрано: {len(taking - chosen)}."
    tell(campaign, "выбрал(а) школы опроса", by=by, at=at, note=note)
    return campaign


@transaction.atomic
def add_schools(
    *, campaign: Campaign, schools: Collection[Organisation], by: Actor, at: datetime
) -> Campaign:
    """Further schools of a campaign that has begun; those that take part stay. One event; none new: nothing."""
    campaign = locked(campaign)
    ADD_SCHOOLS.check(by, campaign)
    taking = set(campaign.schools.values_list("school_id", flat=True))
    new = sorted((each for each in schools if each.pk not in taking), key=lambda each: each.sort_name)
    if not new:
        return campaign
    CampaignSchool.objects.bulk_create(CampaignSchool(campaign=campaign, school=each) for each in new)
    note = f"{'; '.join(each.name for each in new[:NAMED])}{'; …' if len(new) > NAMED else ''}."
    tell(campaign, f"добавил(а) в опрос школы: {len(new)}", by=by, at=at, note=note)
    return campaign


@transaction.atomic
def discard_campaign(*, campaign: Campaign, by: Actor, at: datetime) -> None:
    """A campaign that nobody opened is thrown away; one event."""
    campaign = locked(campaign)
    CHANGE.check(by, campaign)
    tell(campaign, "удалил(а) опрос", by=by, at=at)
    campaign.delete()


def _checked(opens: date, closes: date, instruments: Instruments) -> Purpose:
    """What the questionnaires are for, all of them the same."""
    if closes < opens:
        raise ValidationError({"closes": "Последний день раньше первого. Поменяйте дни местами."})
    if not instruments:
        raise ValidationError("Выберите хотя бы одну анкету: кого и о чём спросить.")
    purposes = {Purpose(version.content["purpose"]) for version in instruments.values()}
    if len(purposes) > 1:
        raise ValidationError(
            "Анкеты для профиля, короткий опрос и запросы — разные опросы: заведите для каждого свой."
        )
    return purposes.pop()


def _set_instruments(campaign: Campaign, instruments: Instruments) -> None:
    CampaignInstrument.objects.bulk_create(
        CampaignInstrument(campaign=campaign, audience=audience, version=version)
        for audience, version in sorted(
            instruments.items(), key=lambda pair: list(AUDIENCE_TITLES).index(pair[0])
        )
    )


def _taking_part(cycle: Cycle, territory: Territory) -> list[int]:
    found = Participation.objects.filter(
        cycle=cycle,
        school__kind=OrganisationKind.SCHOOL,
        school__closed_on__isnull=True,
        school__territory__path__startswith=territory.path or "",
    )
    return sorted(set(found.values_list("school_id", flat=True)))
