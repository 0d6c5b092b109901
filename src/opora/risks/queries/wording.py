"""The words of the questions behind indicators, as the school was asked them."""

from collections.abc import Sequence

from opora.indicators.catalogue import Indicator
from opora.questionnaires.instrument import Audience, Instrument, Question
from opora.risks.models import Profile
from opora.surveys.entry import instrument_of
from opora.surveys.models import CampaignInstrument


def questions_of(profile: Profile, indicators: Sequence[Indicator]) -> dict[str, str]:
    """{indicator code: the question}, of those asked by answers; empty for a profile without a campaign.

    One query; the instruments are kept by version.
    """
    wanted = {each.audience for each in indicators if each.audience is not None}
    if profile.campaign_id is None or not wanted:
        return {}
    rows = CampaignInstrument.objects.filter(campaign=profile.campaign_id, audience__in=wanted)
    instruments = {
        Audience(audience): instrument_of(version)
        for audience, version in rows.values_list("audience", "version_id")
    }
    found = {}
    for each in indicators:
        if each.audience in instruments:
            words = _words(instruments[each.audience], each.item)
            if words:
                found[each.code] = words
    return found


def _words(instrument: Instrument, item: str) -> str:
    """Of «t07.3» the question and its third row or option."""
    code, _, part = item.partition(".")
    question = instrument.by_code.get(code)
    if question is None:
        return ""
    told = _part(question, part)
    return f"{question.text} — {told}" if told else question.text


def _part(question: Question, part: str) -> str:
    texts = question.rows or question.options
    return texts[int(part) - 1] if part.isdigit() and 0 < int(part) <= len(texts) else ""
