"""Threads of comments, each about one thing; whom a comment calls; what was attached; what a person has seen."""

import pghistory
import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from opora.discussions.states import MentionState
from opora.files.models import StoredFile
from opora.ordering import FoldedName
from opora.organisations.models import Organisation
from opora.people.models import Person

LONGEST = 5000


class Thread(models.Model):
    """What is said about one thing. Made with the first comment.

    `title`, `school` and `territory_path` are those of the thing as they stood at the last comment: they narrow
    a list and a search. Who may read is asked of the thing itself, each time. `last_id` is the newest comment.
    """

    kind = models.CharField(max_length=40)
    thing_id = models.BigIntegerField()
    title = models.TextField()
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    territory_path = models.CharField(max_length=120, blank=True, db_collation="C")
    made_at = models.DateTimeField()
    said_at = models.DateTimeField()
    last_id = models.BigIntegerField(default=0)
    sort_title = models.GeneratedField(
        expression=FoldedName("title"), output_field=models.TextField(db_collation="C"), db_persist=True
    )

    class Meta:
        ordering = ("-said_at", "-id")
        constraints = [models.UniqueConstraint(fields=["kind", "thing_id"], name="thread_of_a_thing_once")]
        indexes = [
            models.Index(fields=["school", "-said_at", "-id"], name="thread_of_school"),
            models.Index(fields=["territory_path", "-said_at", "-id"], name="thread_of_territory"),
        ]

    def __str__(self) -> str:
        return self.title


@pghistory.track(
    pghistory.UpdateEvent(label="changed", row=pghistory.Old),
    # not the words: what was taken back is to be gone
    fields=["thread", "at", "by", "by_name", "withdrawn_at", "withdrawn_by_name"],
    model_name="CommentEvent",
    obj_field=pghistory.ObjForeignKey(related_name="row_events"),
)
class Comment(models.Model):
    """What somebody said, in what capacity. Never edited; taken back, it leaves its place and no words.

    Names stay as they were: a person may leave. `token` is that of the form: the same form sent twice is one
    comment.
    """

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="comments")
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.TextField()
    by_capacity = models.TextField(blank=True)
    token = models.CharField(max_length=32, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by_name = models.TextField(blank=True)
    words = models.GeneratedField(
        expression=SearchVector(FoldedName("text"), config="russian"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        ordering = ("thread_id", "id")
        indexes = [
            models.Index(fields=["thread", "id"], name="comment_of_thread"),
            GinIndex(fields=["words"], name="comment_words"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["thread", "by", "token"], condition=~Q(token=""), name="comment_token_once"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) ^ ~Q(withdrawn_by_name=""),
                name="comment_withdrawn_at_with_by",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=False) ^ ~Q(text=""), name="comment_words_until_withdrawn"
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("text"), LONGEST), name="comment_is_not_too_long"
            ),
        ]
        triggers = [pgtrigger.Protect(name="comment_stays", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.by_name}, {self.at:%Y-%m-%d}"


class CommentFile(models.Model):
    """A file of a comment."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("comment_id", "id")

    def __str__(self) -> str:
        return str(self.file_id)


class Mention(models.Model):
    """Somebody whom a comment calls by name, and what came of it."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="mentions")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    person_name = models.TextField()
    state = models.CharField(max_length=8, choices=MentionState.choices, default=MentionState.OPEN)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("comment_id", "id")
        indexes = [
            models.Index(fields=["person"], condition=Q(state=MentionState.OPEN), name="mention_waiting")
        ]
        constraints = [
            models.UniqueConstraint(fields=["comment", "person"], name="mention_once"),
            models.CheckConstraint(
                condition=Q(state=MentionState.OPEN) ^ Q(closed_at__isnull=False),
                name="mention_closed_where_over",
            ),
        ]

    def __str__(self) -> str:
        return self.person_name


class Seen(models.Model):
    """How far a person has read a thread: up to the comment `last_id`."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="seen")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    last_id = models.BigIntegerField()

    class Meta:
        ordering = ("thread_id", "person_id")
        constraints = [
            models.UniqueConstraint(fields=["thread", "person"], name="seen_once"),
            models.CheckConstraint(condition=Q(last_id__gte=0), name="seen_up_to"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.last_id}"
