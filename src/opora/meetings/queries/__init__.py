"""Reads of meetings."""

from opora.meetings.queries.agenda import Sources, linked, open_assignments, sources_of
from opora.meetings.queries.desk import waiting_for
from opora.meetings.queries.diary import diary_of
from opora.meetings.queries.facts import GroupFacts, MeetingFacts, facts
from opora.meetings.queries.groups import GroupMeetings, group_meetings, leaders_of, place_of_group
from opora.meetings.queries.listing import Chosen, Line, Show, counts, lines
from opora.meetings.queries.one import before, kept, meeting_seen_by, next_number
from opora.meetings.queries.visibility import loaded, visible_to

__all__ = [
    "Chosen",
    "GroupFacts",
    "GroupMeetings",
    "Line",
    "MeetingFacts",
    "Show",
    "Sources",
    "before",
    "counts",
    "diary_of",
    "facts",
    "group_meetings",
    "kept",
    "leaders_of",
    "lines",
    "linked",
    "loaded",
    "meeting_seen_by",
    "next_number",
    "open_assignments",
    "place_of_group",
    "sources_of",
    "visible_to",
    "waiting_for",
]
