"""The life of a candidate and of an agreement between a school and its curator. Pure but for the choices."""

from django.db.models import TextChoices


class CandidateState(TextChoices):
    PROPOSED = "proposed", "предложен(а)"
    INTERVIEWED = "interviewed", "собеседование проведено"
    TESTED = "tested", "тест записан"
    APPROVED = "approved", "согласован(а)"
    CONTRACTED = "contracted", "договор заключён"
    APPOINTED = "appointed", "назначен(а)"
    REPLACED = "replaced", "заменён(а)"
    DECLINED = "declined", "отказался(ась)"
    REJECTED = "rejected", "отклонён(а)"


_S = CandidateState

# interview and test may be taken again: the last one counts, the earlier stand in the history
TRANSITIONS: dict[CandidateState, frozenset[CandidateState]] = {
    _S.PROPOSED: frozenset({_S.INTERVIEWED, _S.DECLINED, _S.REJECTED}),
    _S.INTERVIEWED: frozenset({_S.INTERVIEWED, _S.TESTED, _S.DECLINED, _S.REJECTED}),
    _S.TESTED: frozenset({_S.TESTED, _S.APPROVED, _S.DECLINED, _S.REJECTED}),
    _S.APPROVED: frozenset({_S.CONTRACTED, _S.DECLINED, _S.REJECTED}),
    _S.CONTRACTED: frozenset({_S.APPOINTED, _S.DECLINED, _S.REJECTED}),
    _S.APPOINTED: frozenset({_S.REPLACED}),
    _S.REPLACED: frozenset(),
    _S.DECLINED: frozenset(),
    _S.REJECTED: frozenset(),
}

# Whose move: a total map over the states; None where nobody is awaited.
MOVES: dict[CandidateState, str | None] = {
    _S.PROPOSED: "ход муниципального координатора",
    _S.INTERVIEWED: "ход муниципального координатора",
    _S.TESTED: "ход регионального координатора",
    _S.APPROVED: "ход муниципального координатора",
    _S.CONTRACTED: "ход муниципального координатора",
    _S.APPOINTED: None,
    _S.REPLACED: None,
    _S.DECLINED: None,
    _S.REJECTED: None,
}

#: still on the way to an appointment
ON_THE_WAY = frozenset({_S.PROPOSED, _S.INTERVIEWED, _S.TESTED, _S.APPROVED, _S.CONTRACTED})
#: nobody comes back from these: they are proposed anew
ENDED = frozenset({_S.REPLACED, _S.DECLINED, _S.REJECTED})
#: those who have passed the obligatory test for good
AFTER_TEST = frozenset({_S.APPROVED, _S.CONTRACTED, _S.APPOINTED, _S.REPLACED})


class AgreementState(TextChoices):
    DRAFT = "draft", "проект"
    SIGNED = "signed", "подписано"
    ENDED = "ended", "прекращено"


AGREEMENT_TRANSITIONS: dict[AgreementState, frozenset[AgreementState]] = {
    AgreementState.DRAFT: frozenset({AgreementState.SIGNED, AgreementState.ENDED}),
    AgreementState.SIGNED: frozenset({AgreementState.ENDED}),
    AgreementState.ENDED: frozenset(),
}

AGREEMENT_MOVES: dict[AgreementState, str | None] = {
    AgreementState.DRAFT: "ход школы и куратора",
    AgreementState.SIGNED: None,
    AgreementState.ENDED: None,
}


class Side(TextChoices):
    """Who signs an agreement."""

    SCHOOL = "school", "школа"
    CURATOR = "curator", "куратор"
