"""The questions of an agenda, typed and chosen among those offered."""

from collections.abc import Sequence
from difflib import get_close_matches

from django.core.exceptions import ValidationError

from opora.meetings.models import AgendaItem, AgendaThing, Meeting
from opora.meetings.offering import Offer
from opora.meetings.queries.agenda import sources_of

#: a question that was put in other words comes from the same things
_ALIKE = 0.6


def write_agenda(meeting: Meeting, typed: Sequence[tuple[str, str]], chosen: Sequence[Offer] = ()) -> None:
    """The typed pairs (question, speaker) instead of those before, then the chosen ones.

    A question that came from an offer keeps what it came from, also in other words. Raises ValidationError where
    a chosen one is on the agenda already.
    """
    titles = [title[:500] for title, _ in typed]
    sources = _kept(meeting, titles)
    if {offer.key for offer in sources.values()} & {offer.key for offer in chosen}:
        raise ValidationError({"offers": "Этот вопрос уже в повестке. Обновите страницу."})
    meeting.items.all().delete()
    said = [(title, speaker[:200]) for title, (_, speaker) in zip(titles, typed, strict=True)]
    sources |= dict(enumerate(chosen, len(said)))
    said += [(offer.title, "") for offer in chosen]
    items = AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=meeting,
            position=number + 1,
            title=title,
            speaker=speaker,
            offer=sources[number].key if number in sources else "",
        )
        for number, (title, speaker) in enumerate(said)
    )
    AgendaThing.objects.bulk_create(
        AgendaThing(item=items[number], kind=thing.kind, thing_id=thing.id, title=thing.title)
        for number, offer in sorted(sources.items())
        for thing in offer.things
    )


def _kept(meeting: Meeting, titles: Sequence[str]) -> dict[int, Offer]:
    """{number of a typed question: what it came from}, of those that stood on the agenda before."""
    before = list(meeting.items.all())
    offered = [each for each in before if each.offer]
    if not offered:
        return {}
    things = sources_of(offered)
    known = {each.title for each in before}
    found: dict[int, Offer] = {}
    for item in offered:
        at = _place_of(item.title, titles, known, found)
        if at is not None:
            found[at] = Offer(item.offer, item.title, tuple(things.get(item.pk, ())))
    return found


def _place_of(title: str, titles: Sequence[str], known: set[str], taken: dict[int, Offer]) -> int | None:
    """Where the question stands now: under its words, else under the nearest that are new."""
    free = {words: at for at, words in reversed(list(enumerate(titles))) if at not in taken}
    if title in free:
        return free[title]
    near = get_close_matches(title, [words for words in free if words not in known], n=1, cutoff=_ALIKE)
    return free[near[0]] if near else None
