"""Sending the digests that are due.

Repeatable, and at once in two workers: a digest is claimed in a transaction of its own before it is handed
over. A server that is away ends the tick after one attempt and nothing is written: the next tick asks the
desk anew. Yesterday's digest is never sent today; today's tells what yesterday's would have told.
"""

import logging
import time
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.encoding import punycode

from opora.digests import actions, letter, queries
from opora.digests.post import Answer, Post, ServerAway
from opora.jobs.seam import periodic

log = logging.getLogger(__name__)

#: the house has one worker: other jobs wait no longer than this for a slow mail server
SECONDS = 30


@periodic("digests.send", cron="*/5 * * * *")
def send() -> None:
    """Every five minutes from the first hour to the last one that can be chosen."""
    send_due(at=timezone.now())


def send_due(*, at: datetime) -> None:
    """Look after everybody whose hour has come, until the time is over or the server goes away."""
    if not settings.SENDS_MAIL:
        return
    actions.forget_old(at=at)
    over = time.monotonic() + SECONDS
    with Post() as post:
        try:
            for each in queries.due(at=at):
                if time.monotonic() > over:
                    return
                _look_after(each, post, at=at)
        except ServerAway as away:
            log.warning("the mail server is away (%s), digests wait", away)


def _look_after(each: queries.Due, post: Post, *, at: datetime) -> None:
    """One person: nothing to tell, or one message. Raises ServerAway."""
    person, day = each.person, timezone.localdate(at)
    try:
        desk = queries.desk_of(person, on=day)
    except Exception:
        log.exception("the desk of person %s cannot be read, no digest for them today", person.pk)
        actions.note_broken(person=person, day=day, told=each.told)
        return
    keys = letter.keys_of(desk.things, day)
    known = keys & each.told
    if not letter.is_needed(keys, told=each.told, last_sent=each.last_sent, today=day):
        actions.note_not_needed(person=person, day=day, told=known)
        return
    post.be_ready()
    if not actions.claim(person=person, day=day, told=known):
        return
    answer = post.hand_over(_message(each, desk, at=at))
    actions.settle(person=person, day=day, answer=answer, keys=keys, at=at)
    if answer in {Answer.AWAY, Answer.UNKNOWN}:
        raise ServerAway(answer.name)
    if answer is Answer.REFUSED:
        log.warning("the address of person %s is refused, no digest for them today", person.pk)


def _message(each: queries.Due, desk: queries.Desk, *, at: datetime) -> EmailMessage:
    """Every try of a day carries the same Message-ID, which names nobody: a mailbox may drop a double by it."""
    day = timezone.localdate(at)
    desk_url, choice_url = (settings.ADDRESS + reverse(name) for name in ("desk", "my_digests"))
    text = letter.written(desk, today=day, desk_url=desk_url, choice_url=choice_url)
    number = salted_hmac("opora.digests", f"{each.person.pk} {day}", algorithm="sha256").hexdigest()[:32]
    return EmailMessage(
        text.subject,
        text.body,
        to=[each.person.email],
        headers={
            "Message-ID": f"<{number}@{punycode(urlsplit(settings.ADDRESS).hostname or '')}>",
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{choice_url}>",
        },
    )
