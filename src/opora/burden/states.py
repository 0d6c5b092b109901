"""The life of an inquiry and of each school's reply to it. Pure but for the choices."""

from django.db.models import TextChoices


class InquiryState(TextChoices):
    DRAFT = "draft", "готовится"
    SENT = "sent", "отправлен"
    CLOSED = "closed", "закрыт"


TRANSITIONS: dict[InquiryState, frozenset[InquiryState]] = {
    InquiryState.DRAFT: frozenset({InquiryState.SENT}),
    InquiryState.SENT: frozenset({InquiryState.CLOSED}),
    InquiryState.CLOSED: frozenset(),
}

# Whose move: a total map over the states; None where nobody is awaited.
MOVES: dict[InquiryState, str | None] = {
    InquiryState.DRAFT: "ход того, кто спрашивает",
    InquiryState.SENT: "ход школ",
    InquiryState.CLOSED: None,
}


class ReplyState(TextChoices):
    KNOWN = "known", "всё уже было известно"
    AWAITED = "awaited", "ждём ответа"
    ANSWERED = "answered", "школа ответила"
    RETURNED = "returned", "просят уточнить"
    EXCUSED = "excused", "ответ больше не нужен"


_R = ReplyState

REPLY_TRANSITIONS: dict[ReplyState, frozenset[ReplyState]] = {
    _R.KNOWN: frozenset(),
    _R.AWAITED: frozenset({_R.ANSWERED, _R.EXCUSED}),
    # until the inquiry is closed a school may put its own answer right
    _R.ANSWERED: frozenset({_R.ANSWERED, _R.RETURNED}),
    _R.RETURNED: frozenset({_R.ANSWERED, _R.EXCUSED}),
    _R.EXCUSED: frozenset(),
}

REPLY_MOVES: dict[ReplyState, str | None] = {
    _R.KNOWN: None,
    _R.AWAITED: "ход школы",
    _R.ANSWERED: None,
    _R.RETURNED: "ход школы",
    _R.EXCUSED: None,
}

#: in these a school is waited for
OPEN_REPLIES = (_R.AWAITED, _R.RETURNED)


class QuestionKind(TextChoices):
    """How a question is answered."""

    NUMBER = "number", "число"
    TEXT = "text", "словами"
    YES_NO = "yes_no", "да или нет"
    DATE = "date", "дата"
    FILE = "file", "файл"


class Way(TextChoices):
    """What is done with what is known already."""

    ASK = "ask", "спросить"
    OFFER = "offer", "спросить, показав то, что известно"
    TAKE = "take", "взять то, что известно, остальных спросить"


class AnswerSource(TextChoices):
    SYSTEM = "system", "взято из Опоры"
    OFFERED = "offered", "подставлено, школа ещё не подтвердила"
    CONFIRMED = "confirmed", "подтвердила школа"
    SCHOOL = "school", "ответила школа"


#: these came from somewhere, and say where
FROM_ELSEWHERE = (AnswerSource.SYSTEM, AnswerSource.OFFERED, AnswerSource.CONFIRMED)
#: what the sender reads as an answer
GIVEN = (AnswerSource.SYSTEM, AnswerSource.CONFIRMED, AnswerSource.SCHOOL)


class Whom(TextChoices):
    """Which schools of a territory are asked."""

    AWAITED = "awaited", "Школы, которым помогают в этом году"
    ALL = "all", "Все действующие школы"
    CHOSEN = "chosen", "Только отмеченные"
