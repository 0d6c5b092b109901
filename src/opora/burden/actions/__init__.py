"""Everything that is written about inquiries."""

from opora.burden.actions.answering import answer, field_of
from opora.burden.actions.drafting import (
    MOST_QUESTIONS,
    About,
    Choice,
    Wording,
    add_questions,
    begin,
    change,
    change_question,
    choose_schools,
    choose_ways,
    delete_draft,
    remove_question,
)
from opora.burden.actions.following import ask_successor, close, excuse, give_back, move_term
from opora.burden.actions.sending import NOT_LOOKED, send

__all__ = [
    "MOST_QUESTIONS",
    "NOT_LOOKED",
    "About",
    "Choice",
    "Wording",
    "add_questions",
    "answer",
    "ask_successor",
    "begin",
    "change",
    "change_question",
    "choose_schools",
    "choose_ways",
    "close",
    "delete_draft",
    "excuse",
    "field_of",
    "give_back",
    "move_term",
    "remove_question",
    "send",
]
