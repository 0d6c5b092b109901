"""Candidates for curators, the papers of their package, agreements between a school and its curator."""

import pghistory
from django.db import models
from django.db.models import Q

from opora.appointments.models import Appointment
from opora.curators.states import (
    AFTER_TEST,
    ENDED,
    ON_THE_WAY,
    AgreementState,
    CandidateState,
)
from opora.cycles.models import Cycle
from opora.files.models import StoredFile
from opora.organisations.models import Organisation, Territory
from opora.people.models import Person

_S = CandidateState


@pghistory.track(
    pghistory.UpdateEvent(label="changed", row=pghistory.Old),
    pghistory.DeleteEvent(label="removed", row=pghistory.Old),
    # contacts of people are not kept by the history of rows
    exclude=["email", "phone", "revision"],
)
class Candidate(models.Model):
    """Somebody on the way to be a curator in a territory and a year: every step with its day and words.

    `person` is empty until they have an account; `organisation` is where they work, `place_of_work` the same in
    words where it is not in the register. `strong_at` are codes of factors that they say they can help with.
    The last interview and the last test stand here, earlier ones in the history. `appointment` is what came of it.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="+")
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="curator_candidates")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="curator_candidacies"
    )
    name = models.CharField("ФИО", max_length=240)
    post = models.CharField("должность", max_length=200, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="curator_candidates"
    )
    place_of_work = models.CharField("место работы", max_length=300, blank=True)
    email = models.EmailField("почта", blank=True)
    phone = models.CharField("телефон", max_length=40, blank=True)
    strengths = models.TextField("сильные стороны", blank=True)
    strong_at = models.JSONField(default=list, blank=True)

    state = models.CharField(max_length=11, choices=CandidateState.choices, default=CandidateState.PROPOSED)
    state_since = models.DateField()
    proposed_on = models.DateField("предложен(а)")
    proposed_by_name = models.TextField()
    proposal = models.TextField("почему", blank=True)
    interviewed_on = models.DateField("собеседование", null=True)
    interview_fits = models.BooleanField(null=True)
    interview_words = models.TextField(blank=True)
    tested_on = models.DateField("тест", null=True)
    test_passed = models.BooleanField(null=True)
    test_score = models.CharField("балл", max_length=100, blank=True)
    approved_on = models.DateField("согласован(а)", null=True)
    approved_by_name = models.TextField(blank=True)
    approval_words = models.TextField(blank=True)
    contract_number = models.CharField("номер договора", max_length=60, blank=True)
    contract_date = models.DateField("дата договора", null=True)
    appointment = models.OneToOneField(
        Appointment, on_delete=models.PROTECT, null=True, related_name="curator_candidate"
    )
    appointed_on = models.DateField("назначен(а)", null=True)
    ended_on = models.DateField("закончено", null=True)
    reason = models.TextField("почему", blank=True)
    made_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-proposed_on", "-id")
        indexes = [models.Index(fields=["cycle", "state"], name="candidate_of_year")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=AFTER_TEST) | Q(tested_on__isnull=False, test_passed=True),
                name="candidate_test_is_obligatory",
            ),
            models.CheckConstraint(
                condition=Q(interviewed_on__isnull=True, interview_fits__isnull=True)
                | Q(interviewed_on__isnull=False, interview_fits__isnull=False),
                name="candidate_interview_pair",
            ),
            models.CheckConstraint(
                condition=Q(tested_on__isnull=True, test_passed__isnull=True)
                | Q(tested_on__isnull=False, test_passed__isnull=False),
                name="candidate_test_pair",
            ),
            models.CheckConstraint(
                condition=Q(approved_on__isnull=True) ^ ~Q(approved_by_name=""),
                name="candidate_approved_pair",
            ),
            models.CheckConstraint(
                condition=Q(contract_date__isnull=True) ^ ~Q(contract_number=""),
                name="candidate_contract_pair",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[_S.APPOINTED, _S.REPLACED]) ^ Q(appointment__isnull=True),
                name="candidate_appointed_has_appointment",
            ),
            models.CheckConstraint(
                condition=Q(appointment__isnull=True) ^ Q(appointed_on__isnull=False),
                name="candidate_appointed_pair",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ENDED, ended_on__isnull=False) & ~Q(reason="")
                | ~Q(state__in=ENDED) & Q(ended_on__isnull=True, reason=""),
                name="candidate_ended_with_reason",
            ),
            models.UniqueConstraint(
                fields=["cycle", "territory", "person"],
                condition=Q(state__in=ON_THE_WAY, person__isnull=False),
                name="candidate_person_once",
            ),
            models.UniqueConstraint(
                fields=["cycle", "territory", "name", "organisation", "place_of_work"],
                condition=Q(state__in=ON_THE_WAY),
                nulls_distinct=False,
                name="candidate_name_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def works_at(self) -> str:
        """The organisation joined by `queries.candidate_seen_by`, else the words; «» where nobody said."""
        return self.organisation.name if self.organisation else self.place_of_work

    @property
    def territory_path(self) -> str:
        return self.territory.path or ""


class Paper(models.Model):
    """A paper of a candidate's package; `title` as the definition called it then."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="papers")
    code = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    is_there = models.BooleanField(default=False)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()
    changed_by_name = models.TextField()

    class Meta:
        ordering = ("candidate", "id")
        constraints = [models.UniqueConstraint(fields=["candidate", "code"], name="curator_paper_once")]

    def __str__(self) -> str:
        return self.title


@pghistory.track(
    pghistory.UpdateEvent(label="changed", row=pghistory.Old),
    pghistory.DeleteEvent(label="removed", row=pghistory.Old),
    exclude=["revision"],
)
class Agreement(models.Model):
    """How a school and its curator work together in a year. Signed when both sides have signed the same words.

    `terms` are its points in order. `file` is a scan of the paper that was signed.
    """

    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="curator_agreements")
    curator = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="curator_agreements")
    curator_name = models.TextField()
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="+")
    number = models.CharField("номер", max_length=60, blank=True)
    date = models.DateField("дата")
    subject = models.TextField("о чём")
    terms = models.JSONField(default=list)
    state = models.CharField(max_length=6, choices=AgreementState.choices, default=AgreementState.DRAFT)
    state_since = models.DateField()
    school_signed_at = models.DateTimeField(null=True)
    school_signed_by_name = models.TextField(blank=True)
    curator_signed_at = models.DateTimeField(null=True)
    curator_signed_by_name = models.TextField(blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    ended_on = models.DateField(null=True)
    reason = models.TextField(blank=True)
    made_at = models.DateTimeField()
    made_by_name = models.TextField()
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-date", "-id")
        indexes = [models.Index(fields=["cycle", "state"], name="agreement_of_year")]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "curator", "cycle"],
                condition=~Q(state=AgreementState.ENDED),
                name="agreement_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(school_signed_at__isnull=True) ^ ~Q(school_signed_by_name=""),
                name="agreement_school_signed_pair",
            ),
            models.CheckConstraint(
                condition=Q(curator_signed_at__isnull=True) ^ ~Q(curator_signed_by_name=""),
                name="agreement_curator_signed_pair",
            ),
            models.CheckConstraint(
                condition=~Q(state=AgreementState.SIGNED)
                | Q(school_signed_at__isnull=False, curator_signed_at__isnull=False),
                name="agreement_signed_by_both",
            ),
            models.CheckConstraint(
                condition=~Q(state=AgreementState.DRAFT)
                | Q(school_signed_at__isnull=True)
                | Q(curator_signed_at__isnull=True),
                name="agreement_of_both_is_signed",
            ),
            models.CheckConstraint(
                condition=Q(state=AgreementState.ENDED, ended_on__isnull=False) & ~Q(reason="")
                | ~Q(state=AgreementState.ENDED) & Q(ended_on__isnull=True, reason=""),
                name="agreement_ended_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school_id}: {self.curator_name}"
