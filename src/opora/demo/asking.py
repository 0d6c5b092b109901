"""The questionnaires of the demonstration: a campaign that is over, with its profiles, and one that is open."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from opora.access import Actor
from opora.answering.actions import save_section, send_card, start_card
from opora.catalogues.models import Version
from opora.catalogues.queries import current
from opora.cycles.models import Cycle
from opora.demo.hidden import ANSWERING, answers_of, card_of, groups
from opora.demo.world import HOME, REGION, SCHOOLS, School
from opora.indicators.catalogue import RiskFactors
from opora.indicators.queries import factors_published
from opora.organisations.models import Organisation, Territory
from opora.questionnaires.instrument import Audience, Instrument
from opora.questionnaires.kinds import CODE as QUESTIONNAIRES
from opora.surveys import gathering
from opora.surveys.actions import Group, close_campaign, fill_in, make_campaign, open_campaign
from opora.surveys.codes import code_of
from opora.surveys.entry import accept, instrument_of
from opora.surveys.models import Campaign, Cohort

OPENED_DAYS_AGO, CLOSED_DAYS_AGO = 45, 24
PULSE_DAYS = 21
ASKED = (Audience.TEACHER, Audience.PUPIL, Audience.PARENT)
RETRY_BYTES = 16


def ask_everybody(*, cycle: Cycle, by: Actor, at: datetime) -> Campaign:
    """Teachers, pupils and parents of eleven schools answered, heads sent their cards, the campaign is over."""
    opened, closed = at - timedelta(days=OPENED_DAYS_AGO), at - timedelta(days=CLOSED_DAYS_AGO)
    catalogue = RiskFactors.parse(factors_published().content)
    schools = _schools()
    campaign = make_campaign(
        cycle=cycle,
        territory=Territory.objects.get(code=REGION[0]),
        title="Анкетирование для рискового профиля",
        opens=timezone.localdate(opened),
        closes=timezone.localdate(closed),
        instruments={audience: _version(audience.value) for audience in ASKED},
        schools=list(schools.values()),
        by=by,
        at=opened,
    )
    for school in SCHOOLS:
        named = [Group(audience, label, many) for audience, label, many in groups(school)]
        fill_in(campaign=campaign, school=schools[school.key], groups=named, by=by, at=opened)
    open_campaign(campaign=campaign, by=by, at=opened)
    _answer(campaign, catalogue, on=timezone.localdate(opened))
    close_campaign(campaign=campaign, by=by, at=closed)
    gathering.finish(campaign.pk)
    _send_cards(cycle, schools, catalogue, by=by, at=closed)
    return campaign


def ask_for_the_pulse(*, cycle: Cycle, by: Actor, at: datetime) -> Campaign:
    """A short question to adults of the home municipality: open now, its codes wait to be printed."""
    day = timezone.localdate(at)
    schools = _schools()
    home = [school for school in SCHOOLS if school.territory == HOME[0]]
    campaign = make_campaign(
        cycle=cycle,
        territory=Territory.objects.get(code=HOME[0]),
        title="Зачем нам программа: короткий опрос",
        opens=day,
        closes=day + timedelta(days=PULSE_DAYS),
        instruments={Audience.ANYONE: _version("pulse")},
        schools=[schools[school.key] for school in home],
        by=by,
        at=at,
    )
    for school in home:
        named = [Group(Audience.ANYONE, "", school.teachers)]
        fill_in(campaign=campaign, school=schools[school.key], groups=named, by=by, at=at)
    return open_campaign(campaign=campaign, by=by, at=at)


def _schools() -> dict[str, Organisation]:
    found = Organisation.objects.select_related("territory").filter(key__in=[s.key for s in SCHOOLS])
    return {str(school.key): school for school in found}


def _version(code: str) -> Version:
    return Version.objects.get(pk=current(QUESTIONNAIRES, code).version_id)


def _answer(campaign: Campaign, catalogue: RiskFactors, *, on: date) -> None:
    """By codes and through the inbox, as everybody does; of the smallest school hardly anybody answers."""
    by_key = {school.key: school for school in SCHOOLS}
    instruments = {
        each.audience: instrument_of(each.version_id) for each in campaign.instruments.order_by("id")
    }
    for cohort in campaign.cohorts.select_related("school").order_by("id"):
        school = by_key[str(cohort.school.key)]
        instrument = instruments[cohort.audience]
        people = answers_of(instrument, catalogue, school, _many(school, cohort), cohort.pk)
        for number, answers in enumerate(people, 1):
            accept(
                code=code_of(cohort.pk, number),
                poster=None,
                retry_key=number.to_bytes(RETRY_BYTES, "big"),
                language=instrument.language,
                answers=answers,
                on=on,
            )


def _many(school: School, cohort: Cohort) -> int:
    if school.key == "ZAR-08":
        return min(cohort.expected, 2)
    return round(cohort.expected * ANSWERING[Audience(cohort.audience)])


def _send_cards(
    cycle: Cycle, schools: dict[str, Organisation], catalogue: RiskFactors, *, by: Actor, at: datetime
) -> None:
    form = Instrument.parse(current(QUESTIONNAIRES, "head").content)
    for school in SCHOOLS:
        said = card_of(form, catalogue, school)
        card = start_card(cycle=cycle, school=schools[school.key], by=by, at=at)
        for section in form.sections:
            names = [name for question in form.of_section(section.code) for name in question.fields]
            sent = {name: card.answers.get(name) or said.get(name, []) for name in names}
            card = save_section(card=card, section=section.code, sent=sent, seen=card.revision, by=by, at=at)
        send_card(card=card, seen=card.revision, by=by, at=at)
