"""The life of a document, of a remark; what a version was kept for. Pure but for the choices."""

from django.db.models import TextChoices


class DocumentState(TextChoices):
    DRAFT = "draft", "черновик"
    REVIEW = "review", "на проверке"
    REWORK = "rework", "на доработке"
    CONFIRMED = "confirmed", "подтверждено"
    EXPERTISE = "expertise", "на экспертизе"
    ASSESSED = "assessed", "экспертиза завершена"
    ARCHIVED = "archived", "архив"


_S = DocumentState

TRANSITIONS: dict[DocumentState, frozenset[DocumentState]] = {
    _S.DRAFT: frozenset({_S.REVIEW, _S.ARCHIVED}),
    _S.REVIEW: frozenset({_S.REWORK, _S.CONFIRMED, _S.DRAFT}),
    _S.REWORK: frozenset({_S.REVIEW, _S.ARCHIVED}),
    _S.CONFIRMED: frozenset({_S.EXPERTISE, _S.REWORK, _S.ARCHIVED}),
    _S.EXPERTISE: frozenset({_S.ASSESSED, _S.CONFIRMED}),
    _S.ASSESSED: frozenset({_S.REWORK, _S.ARCHIVED}),
    _S.ARCHIVED: frozenset({_S.REWORK}),
}

# Whose move: a total map over the states; None where nobody is awaited.
MOVES: dict[DocumentState, str | None] = {
    _S.DRAFT: "ход школы",
    _S.REVIEW: "ход куратора",
    _S.REWORK: "ход школы",
    _S.CONFIRMED: None,
    _S.EXPERTISE: "ход экспертов",
    _S.ASSESSED: None,
    _S.ARCHIVED: None,
}

# What is done on each way: the words of the buttons.
VERBS: dict[tuple[DocumentState, DocumentState], str] = {
    (_S.DRAFT, _S.REVIEW): "Отправить на проверку",
    (_S.DRAFT, _S.ARCHIVED): "Убрать в архив",
    (_S.REVIEW, _S.REWORK): "Вернуть на доработку",
    (_S.REVIEW, _S.CONFIRMED): "Подтвердить",
    (_S.REVIEW, _S.DRAFT): "Отозвать с проверки",
    (_S.REWORK, _S.REVIEW): "Отправить снова",
    (_S.REWORK, _S.ARCHIVED): "Убрать в архив",
    (_S.CONFIRMED, _S.EXPERTISE): "Передать на экспертизу",
    (_S.CONFIRMED, _S.REWORK): "Открыть для правок",
    (_S.CONFIRMED, _S.ARCHIVED): "Убрать в архив",
    (_S.EXPERTISE, _S.ASSESSED): "Завершить экспертизу",
    (_S.EXPERTISE, _S.CONFIRMED): "Снять с экспертизы",
    (_S.ASSESSED, _S.REWORK): "Доработать по итогам экспертизы",
    (_S.ASSESSED, _S.ARCHIVED): "Убрать в архив",
    (_S.ARCHIVED, _S.REWORK): "Вернуть из архива",
}

# The same, done: the words of history.
DONE: dict[tuple[DocumentState, DocumentState], str] = {
    (_S.DRAFT, _S.REVIEW): "отправил(а) документ на проверку",
    (_S.DRAFT, _S.ARCHIVED): "убрал(а) документ в архив",
    (_S.REVIEW, _S.REWORK): "вернул(а) документ на доработку",
    (_S.REVIEW, _S.CONFIRMED): "подтвердил(а) документ",
    (_S.REVIEW, _S.DRAFT): "отозвал(а) документ с проверки",
    (_S.REWORK, _S.REVIEW): "отправил(а) документ на проверку снова",
    (_S.REWORK, _S.ARCHIVED): "убрал(а) документ в архив",
    (_S.CONFIRMED, _S.EXPERTISE): "передал(а) документ на экспертизу",
    (_S.CONFIRMED, _S.REWORK): "открыл(а) подтверждённый документ для правок",
    (_S.CONFIRMED, _S.ARCHIVED): "убрал(а) документ в архив",
    (_S.EXPERTISE, _S.ASSESSED): "завершил(а) экспертизу документа",
    (_S.EXPERTISE, _S.CONFIRMED): "снял(а) документ с экспертизы",
    (_S.ASSESSED, _S.REWORK): "открыл(а) документ для доработки по итогам экспертизы",
    (_S.ASSESSED, _S.ARCHIVED): "убрал(а) документ в архив",
    (_S.ARCHIVED, _S.REWORK): "вернул(а) документ из архива",
}

#: in these the school writes
WRITABLE = frozenset({_S.DRAFT, _S.REWORK})
#: deadlines are for what was never sent: a document that came back is mended in its own time
AWAITED = frozenset({_S.DRAFT})
#: in these a document has been confirmed as it stands in its last version
SETTLED = frozenset({_S.CONFIRMED, _S.EXPERTISE, _S.ASSESSED})


class Form(TextChoices):
    """How the document came to be."""

    WRITTEN = "written", "пишется здесь"
    ATTACHED = "attached", "приложен файлом"


class Kept(TextChoices):
    """What a version was kept for."""

    SENT = "sent", "отправлена на проверку"
    BY_HAND = "by_hand", "сохранена"
    BEFORE_RESTORE = "restore", "перед возвратом к прежней версии"
    BEFORE_TAKING = "taking", "перед загрузкой строк"


class Outcome(TextChoices):
    """What a review ended in."""

    CONFIRMED = "confirmed", "подтверждено"
    RETURNED = "returned", "возвращено на доработку"


class RemarkState(TextChoices):
    OPEN = "open", "ждёт школу"
    MENDED = "mended", "исправлено школой"
    ACCEPTED = "accepted", "принято куратором"
    WITHDRAWN = "withdrawn", "снято куратором"


REMARK_TRANSITIONS: dict[RemarkState, frozenset[RemarkState]] = {
    RemarkState.OPEN: frozenset({RemarkState.MENDED, RemarkState.ACCEPTED, RemarkState.WITHDRAWN}),
    RemarkState.MENDED: frozenset({RemarkState.ACCEPTED, RemarkState.OPEN, RemarkState.WITHDRAWN}),
    RemarkState.ACCEPTED: frozenset({RemarkState.OPEN}),
    RemarkState.WITHDRAWN: frozenset({RemarkState.OPEN}),
}
#: a document is not confirmed while such remarks stand
UNSETTLED = (RemarkState.OPEN, RemarkState.MENDED)


class Audience(TextChoices):
    """Who reads a remark."""

    SCHOOL = "school", "увидят школа, куратор и координатор"
    HELPERS = "helpers", "увидят только кураторы и координаторы"
