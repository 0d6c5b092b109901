"""The life of a stage report: written, handed over for signature, issued, annulled; of a request for reports."""

from django.db.models import TextChoices

#: of what the events of a report are
KIND, REQUEST_KIND = "report", "report-request"


class ReportState(TextChoices):
    DRAFT = "draft", "готовится"
    SUBMITTED = "submitted", "на подписи"
    ISSUED = "issued", "отправлен"
    ANNULLED = "annulled", "аннулирован"


_S = ReportState

TRANSITIONS: dict[ReportState, frozenset[ReportState]] = {
    _S.DRAFT: frozenset({_S.SUBMITTED}),
    _S.SUBMITTED: frozenset({_S.DRAFT, _S.ISSUED}),
    _S.ISSUED: frozenset({_S.ANNULLED}),
    _S.ANNULLED: frozenset(),
}

# Whose move: a total map over the states; None where nobody is awaited.
MOVES: dict[ReportState, str | None] = {
    _S.DRAFT: "ход координатора",
    _S.SUBMITTED: "ход руководителя",
    _S.ISSUED: None,
    _S.ANNULLED: None,
}

# What is done on each way: the words of the buttons.
VERBS: dict[tuple[ReportState, ReportState], str] = {
    (_S.DRAFT, _S.SUBMITTED): "Передать на подпись",
    (_S.SUBMITTED, _S.DRAFT): "Вернуть на доработку",
    (_S.SUBMITTED, _S.ISSUED): "Подписать",
    (_S.ISSUED, _S.ANNULLED): "Аннулировать",
}

# The same, done: the words of history.
DONE: dict[tuple[ReportState, ReportState], str] = {
    (_S.DRAFT, _S.SUBMITTED): "передал(а) отчёт на подпись",
    (_S.SUBMITTED, _S.DRAFT): "вернул(а) отчёт на доработку",
    (_S.SUBMITTED, _S.ISSUED): "подписал(а) отчёт",
    (_S.ISSUED, _S.ANNULLED): "аннулировал(а) отчёт",
}

#: nothing touches what such a report says
SEALED = frozenset({_S.ISSUED, _S.ANNULLED})


class RequestState(TextChoices):
    """Who has answered is no state: an issued report of the stage is the answer."""

    SENT = "sent", "ждём отчётов"
    WITHDRAWN = "withdrawn", "отозван"


REQUEST_TRANSITIONS: dict[RequestState, frozenset[RequestState]] = {
    RequestState.SENT: frozenset({RequestState.WITHDRAWN}),
    RequestState.WITHDRAWN: frozenset(),
}

REQUEST_MOVES: dict[RequestState, str | None] = {
    RequestState.SENT: "ход муниципалитетов",
    RequestState.WITHDRAWN: None,
}
