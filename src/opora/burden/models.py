"""Requests for information: what is asked, of whom, what each school answered and where that came from."""

from datetime import date, datetime

import pghistory
from django.db import models
from django.db.models import Q
from django.utils import timezone

from opora.burden.states import (
    FROM_ELSEWHERE,
    AnswerSource,
    InquiryState,
    QuestionKind,
    ReplyState,
    Way,
    Whom,
)
from opora.catalogues.local_time import ZONES
from opora.cycles.models import Cycle
from opora.files.models import StoredFile
from opora.organisations.models import Organisation, Territory


@pghistory.track(
    pghistory.UpdateEvent(label="changed", row=pghistory.Old),
    pghistory.DeleteEvent(label="removed", row=pghistory.Old),
    exclude=["revision", "looked_at"],
)
class Inquiry(models.Model):
    """A request of a coordinator to schools of a territory.

    `territory` is whose coordinator asks, `place` where the asked schools lie; `chosen` only where `whom` says so.
    `answer_by` is the hour of an urgent one, told in the time of `zone`. `looked_at`: when somebody last saw what is
    known; empty again after every change, and nothing is sent without it. What was spared is counted at sending:
    `spared_answers` are pairs of a question and a school that nobody had to fill in.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="+")
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="inquiries")
    place = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+")
    whom = models.CharField("кого спросить", max_length=8, choices=Whom.choices, default=Whom.AWAITED)
    chosen = models.ManyToManyField(Organisation, related_name="+", blank=True)
    title = models.CharField("о чём", max_length=200)
    why = models.TextField("зачем")
    due = models.DateField("ответить до")
    answer_by = models.DateTimeField("срочно, к часу", null=True, blank=True)
    zone = models.CharField("чьё время", max_length=30, blank=True, choices=ZONES)
    state = models.CharField(max_length=6, choices=InquiryState.choices, default=InquiryState.DRAFT)
    state_since = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)
    looked_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by_id = models.BigIntegerField(null=True, blank=True)
    made_by_name = models.TextField()
    made_by_role = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by_name = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by_name = models.TextField(blank=True)
    spared_answers = models.PositiveIntegerField(default=0)
    spared_schools = models.PositiveIntegerField(default=0)
    spared_minutes = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-made_at", "-id")
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(why=""), name="inquiry_says_what_and_why"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) ^ ~Q(sent_by_name=""), name="inquiry_sent_pair"
            ),
            models.CheckConstraint(
                condition=Q(state=InquiryState.DRAFT) ^ Q(sent_at__isnull=False),
                name="inquiry_sent_says_when",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) ^ ~Q(closed_by_name=""), name="inquiry_closed_pair"
            ),
            models.CheckConstraint(
                condition=Q(state=InquiryState.CLOSED) ^ Q(closed_at__isnull=True),
                name="inquiry_closed_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["territory", "state"], name="inquiry_of_territory"),
            models.Index(fields=["sent_at"], name="inquiry_by_day"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def territory_path(self) -> str:
        return self.territory.path or ""

    @property
    def is_urgent(self) -> bool:
        return self.answer_by is not None

    @property
    def last_day(self) -> date:
        """The day it is awaited: that of the hour where it is urgent, in the installation's time."""
        return timezone.localdate(self.answer_by) if self.answer_by is not None else self.due

    def is_late(self, at: datetime) -> bool:
        """The term of one that was sent and is not closed is past."""
        if self.state != InquiryState.SENT:
            return False
        if self.answer_by is not None:
            return self.answer_by < at
        return self.due < timezone.localdate(at)


class Question(models.Model):
    """One question. `fact` is the code of what is known («figures:pupils»), and `way` what is done with it.

    `fact_title` are its words of then. A question of a draft is removed with its row; of a sent one none changes.
    """

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    text = models.TextField("вопрос")
    kind = models.CharField("ответ", max_length=6, choices=QuestionKind.choices, default=QuestionKind.TEXT)
    unit = models.CharField("единица", max_length=40, blank=True)
    is_required = models.BooleanField("без ответа не отправить", default=True)
    way = models.CharField(max_length=5, choices=Way.choices, default=Way.ASK)
    fact = models.CharField(max_length=120, blank=True)
    fact_title = models.TextField(blank=True)

    class Meta:
        ordering = ("inquiry", "position", "id")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="inquiry_question_says_what"),
            models.CheckConstraint(
                condition=Q(way=Way.ASK) ^ ~Q(fact=""), name="inquiry_question_way_and_fact"
            ),
            models.UniqueConstraint(
                fields=["inquiry", "position"],
                name="inquiry_question_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return self.text


@pghistory.track(
    pghistory.UpdateEvent(label="changed", row=pghistory.Old),
    pghistory.DeleteEvent(label="removed", row=pghistory.Old),
)
class Reply(models.Model):
    """A school in an inquiry. `words` say what is to be made clear, or why an answer is not needed any more."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="replies")
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="inquiry_replies")
    state = models.CharField(max_length=8, choices=ReplyState.choices)
    state_since = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)
    note = models.TextField("примечание", blank=True)
    words = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_id = models.BigIntegerField(null=True, blank=True)
    answered_by_name = models.TextField(blank=True)

    class Meta:
        ordering = ("inquiry", "school__sort_name", "id")
        constraints = [
            models.UniqueConstraint(fields=["inquiry", "school"], name="inquiry_reply_once"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) ^ ~Q(answered_by_name=""), name="inquiry_reply_pair"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ReplyState.ANSWERED, ReplyState.RETURNED])
                | Q(answered_at__isnull=False),
                name="inquiry_reply_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ReplyState.RETURNED, ReplyState.EXCUSED]) | ~Q(words=""),
                name="inquiry_reply_says_why",
            ),
        ]
        indexes = [models.Index(fields=["school", "state"], name="inquiry_reply_of_school")]

    def __str__(self) -> str:
        return f"{self.inquiry_id}: {self.school_id}"


@pghistory.track(
    pghistory.UpdateEvent(label="changed", row=pghistory.Old),
    pghistory.DeleteEvent(label="removed", row=pghistory.Old),
)
class Answer(models.Model):
    """A value, as its kind is written: «12.5», «yes» or «no», «2026-11-23», words; a file stands beside its name.

    `origin` says in words where it was taken from, `url` opens that, `as_of` is the day it is of.
    """

    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    value = models.TextField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=9, choices=AnswerSource.choices)
    origin = models.TextField(blank=True)
    url = models.TextField(blank=True)
    as_of = models.DateField(null=True)

    class Meta:
        ordering = ("reply", "question__position", "id")
        constraints = [
            models.UniqueConstraint(fields=["reply", "question"], name="inquiry_answer_once"),
            models.CheckConstraint(condition=~Q(value=""), name="inquiry_answer_says_something"),
            models.CheckConstraint(
                condition=Q(source__in=FROM_ELSEWHERE) ^ Q(origin=""), name="inquiry_answer_origin_told"
            ),
        ]

    def __str__(self) -> str:
        return self.value
