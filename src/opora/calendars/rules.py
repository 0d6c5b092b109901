"""Whose calendar is whose."""

from opora.access import Permission
from opora.people.rules import is_oneself

SUBSCRIBE = Permission(
    "calendars.subscribe", "Подписывать свой телефон на свой календарь и отзывать подписки", ((is_oneself,),)
)
