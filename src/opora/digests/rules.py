"""Whose mail is whose."""

from opora.access import Permission
from opora.people.rules import is_oneself

CHOOSE = Permission("digests.choose", "Выбирать, присылать ли себе письма и в котором часу", ((is_oneself,),))
