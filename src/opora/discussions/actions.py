"""Saying something about a thing, taking it back, saying that a call was read."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from opora.access import Actor, Refused
from opora.attachments import NotAPaper
from opora.attachments.materials import Material, material
from opora.discussions import kinds
from opora.discussions.models import LONGEST, Comment, CommentFile, Mention, Seen, Thread
from opora.discussions.naming import called, meant
from opora.discussions.queries.people import Near, blind_to, people_near
from opora.discussions.rules import WITHDRAW, WRITE
from opora.discussions.states import MentionState
from opora.files.actions import remove, store
from opora.history.actions import record
from opora.references import Reference

MOST_FILES = 5
MOST_CALLED = 20


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came."""

    name: str
    data: bytes


def say(
    *,
    about: Reference,
    text: str,
    people: Collection[int] = (),
    uploads: Sequence[Upload] = (),
    token: str = "",
    by: Actor,
    at: datetime,
) -> Comment:
    """Write a comment with its files and calls, answer the calls that waited for the writer; one event.

    `people` are those ticked; «@Фамилия» in the text calls too. The same `token` again answers the comment made
    before. Files are read before anything is written, outside the transaction: it may take seconds. Raises
    ValidationError with words for what cannot be said so.
    """
    WRITE.check(by, about)
    if not kinds.has(about.kind):
        raise Refused("Здесь обсуждения нет. Напишите на странице того, о чём хотите сказать.")
    told = _told(text)
    made = _made_before(about, token, by)
    if made is not None:
        return made
    chosen = _called(about, told, people, by=by, at=at)
    kept = _read(uploads)
    try:
        return _write(about, told, chosen, kept, token=token, by=by, at=at)
    except OSError as trouble:
        words = "Файл не записался на диск установки. Попробуйте позже или скажите администратору."
        raise ValidationError({"attached": words}) from trouble


def _told(text: str) -> str:
    told = "\n".join(line.rstrip() for line in text.replace("\0", "").strip().splitlines())
    if not told:
        raise ValidationError({"text": "Напишите хотя бы слово: по пустому сообщению нечего ответить."})
    if len(told) > LONGEST:
        words = f"Сообщение длиннее {LONGEST} знаков. Сократите его или приложите файлом."
        raise ValidationError({"text": words})
    return told


def _made_before(about: Reference, token: str, by: Actor) -> Comment | None:
    if not token or by.person_id is None:
        return None
    made = Comment.objects.filter(
        thread__kind=about.kind, thread__thing_id=about.id, by=by.person_id, token=token
    )
    return made.first()


def _called(
    about: Reference, text: str, people: Collection[int], *, by: Actor, at: datetime
) -> dict[int, str]:
    """{person: name} of everybody called; raises ValidationError for whom the comment cannot reach."""
    wanted, words = set(people), called(text)
    if not wanted and not words:
        return {}
    today = timezone.localdate(at)
    near = {each.person_id: each for each in people_near(about, on=today, but=by.person_id)}
    if wanted - near.keys():
        raise ValidationError({"people": "Кто-то из отмеченных уже не назначен сюда. Отметьте снова."})
    for word in words:
        wanted.add(_one(word, near, wanted).person_id)
    if len(wanted) > MOST_CALLED:
        words_ = f"Больше {MOST_CALLED} человек сразу не зовут. Оставьте тех, чей ответ нужен."
        raise ValidationError({"people": words_})
    blind = blind_to(about, wanted, on=today)
    if blind:
        names = ", ".join(each.short_name for each in blind)
        told = f"Эту страницу не видит и ответить не сможет: {names}. Уберите отметку или «@»."
        raise ValidationError({"people": told})
    return {pk: near[pk].name for pk in sorted(wanted)}


def _one(word: str, near: dict[int, Near], ticked: Collection[int]) -> Near:
    """Whom «@word» means; a tick decides between namesakes."""
    found = meant(word, [(each.surname, each) for each in near.values()])
    if not found:
        told = f"«@{word}»: среди тех, кто видит эту страницу и может ответить, такого человека нет."
        raise ValidationError({"text": f"{told} Проверьте фамилию или уберите «@»."})
    if len(found) > 1:
        found = [each for each in found if each.person_id in ticked] or found
    if len(found) > 1:
        names = ", ".join(sorted(each.name for each in found))
        told = f"«@{word}» может быть не один человек: {names}. Отметьте нужного в списке под сообщением."
        raise ValidationError({"text": told})
    return found[0]


def _read(uploads: Sequence[Upload]) -> list[Material]:
    if len(uploads) > MOST_FILES:
        words = f"К сообщению прикладывают не больше {MOST_FILES} файлов. Остальные — следующим сообщением."
        raise ValidationError({"attached": words})
    kept = []
    for each in uploads:
        try:
            kept.append(material(each.data, each.name))
        except NotAPaper as refused:
            raise ValidationError({"attached": f"{each.name}: {refused.words}"}) from refused
    return kept


@transaction.atomic
def _write(
    about: Reference,
    text: str,
    people: dict[int, str],
    kept: Sequence[Material],
    *,
    token: str,
    by: Actor,
    at: datetime,
) -> Comment:
    thread = _thread(about, at)
    made = _made_before(about, token, by)
    if made is not None:  # the same form came twice at once
        return made
    comment = Comment.objects.create(
        thread=thread,
        text=text,
        at=at,
        by_id=by.person_id,
        by_name=by.name,
        by_capacity=by.capacity.title if by.capacity else "",
        token=token,
    )
    for each in kept:
        file = store(
            data=each.data,
            name=each.name,
            content_type=each.content_type,
            purpose="discussions:file",
            by=by,
            at=at,
        )
        CommentFile.objects.create(comment=comment, file=file)
    Mention.objects.bulk_create(
        Mention(comment=comment, person_id=pk, person_name=name) for pk, name in people.items()
    )
    thread.title, thread.school_id, thread.territory_path = (
        *(about.title, about.school_id, about.territory_path),
    )
    thread.said_at, thread.last_id = at, comment.pk
    thread.save()
    _close_calls(thread, MentionState.ANSWERED, by=by, at=at)
    _see(thread, comment.pk, by)
    _tell(thread, "написал(а) в обсуждении", by=by, at=at)
    return comment


def _thread(about: Reference, at: datetime) -> Thread:
    """The thread of the thing, held until the end of the transaction."""
    Thread.objects.get_or_create(
        kind=about.kind,
        thing_id=about.id,
        defaults={
            "title": about.title,
            "school_id": about.school_id,
            "territory_path": about.territory_path,
            "made_at": at,
            "said_at": at,
        },
    )
    return Thread.objects.select_for_update(of=("self",)).get(kind=about.kind, thing_id=about.id)


def _tell(thread: Thread, verb: str, *, by: Actor, at: datetime) -> None:
    """An event without the words and off the school's own timeline: a talk is read where it is."""
    record(
        by=by, at=at, verb=verb, subject_kind="discussion", subject_id=thread.pk, subject_title=thread.title
    )


@transaction.atomic
def withdraw(*, comment: Comment, by: Actor, at: datetime) -> Comment:
    """Take a comment back: its words and files are gone for good, its place and who took it back stay; one event.

    Nobody answers what is gone: its calls are closed.
    """
    Thread.objects.select_for_update(of=("self",)).get(pk=comment.thread_id)
    comment = Comment.objects.select_related("thread").get(pk=comment.pk)
    WITHDRAW.check(by, comment)
    comment.text, comment.withdrawn_at, comment.withdrawn_by_name = "", at, by.name
    comment.save(update_fields=["text", "withdrawn_at", "withdrawn_by_name"])
    comment.mentions.filter(state=MentionState.OPEN).update(state=MentionState.READ, closed_at=at)
    _tell(comment.thread, "убрал(а) сообщение из обсуждения", by=by, at=at)
    for each in comment.files.select_related("file"):
        remove(stored=each.file, at=at)
    return comment


@transaction.atomic
def mark_read(*, thread: Thread, by: Actor, at: datetime) -> int:
    """The calls that waited for this person are read and want no answer; one event. Answers how many there were."""
    closed = _close_calls(thread, MentionState.READ, by=by, at=at)
    if closed:
        _tell(thread, "отметил(а) обращение прочитанным", by=by, at=at)
    return closed


def _close_calls(thread: Thread, state: MentionState, *, by: Actor, at: datetime) -> int:
    waiting = Mention.objects.filter(comment__thread=thread, person=by.person_id, state=MentionState.OPEN)
    return waiting.update(state=state, closed_at=at) if by.person_id else 0


def see(*, thread: Thread, last_id: int, by: Actor) -> None:
    """Remember how far the person has read; never back. A mark of one's own, no event."""
    if by.person_id is not None:
        _see(thread, last_id, by)


def _see(thread: Thread, last_id: int, by: Actor) -> None:
    if by.person_id is None:
        return
    made, is_new = Seen.objects.get_or_create(
        thread=thread, person_id=by.person_id, defaults={"last_id": last_id}
    )
    if not is_new and made.last_id < last_id:
        Seen.objects.filter(pk=made.pk, last_id__lt=last_id).update(last_id=last_id)
