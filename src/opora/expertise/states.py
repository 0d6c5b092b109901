"""The life of a round, of an assignment, of a recommendation. Pure but for the choices."""

from django.db.models import TextChoices


class Subject(TextChoices):
    """What a round scores."""

    DOCUMENTS = "documents", "документы школ"
    CURATORS = "curators", "работа кураторов"


class RoundState(TextChoices):
    PREPARING = "preparing", "готовится"
    SCORING = "scoring", "идёт оценка"
    RECONCILING = "reconciling", "согласование"
    CLOSED = "closed", "закрыт"


_S = RoundState

TRANSITIONS: dict[RoundState, frozenset[RoundState]] = {
    _S.PREPARING: frozenset({_S.SCORING}),
    _S.SCORING: frozenset({_S.RECONCILING}),
    _S.RECONCILING: frozenset({_S.SCORING, _S.CLOSED}),
    _S.CLOSED: frozenset(),
}

# Whose move: a total map over the states; None where nobody is awaited.
MOVES: dict[RoundState, str | None] = {
    _S.PREPARING: "ход координатора",
    _S.SCORING: "ход экспертов",
    _S.RECONCILING: "ход координатора",
    _S.CLOSED: None,
}

# What is done on each way: the words of the buttons.
VERBS: dict[tuple[RoundState, RoundState], str] = {
    (_S.PREPARING, _S.SCORING): "Начать оценку",
    (_S.SCORING, _S.RECONCILING): "Перейти к согласованию",
    (_S.RECONCILING, _S.SCORING): "Вернуть на оценку",
    (_S.RECONCILING, _S.CLOSED): "Закрыть раунд",
}

# The same, done: the words of history.
DONE: dict[tuple[RoundState, RoundState], str] = {
    (_S.PREPARING, _S.SCORING): "начал(а) оценку",
    (_S.SCORING, _S.RECONCILING): "перевёл(а) раунд на согласование",
    (_S.RECONCILING, _S.SCORING): "вернул(а) раунд на оценку",
    (_S.RECONCILING, _S.CLOSED): "закрыл(а) раунд",
}


class SecondSheet(TextChoices):
    """Whom a second expert scores."""

    ALL = "all", "каждый документ оценивают двое"
    SOME = "some", "второй эксперт — для красной зоны и выборки"


class Place(TextChoices):
    """Which of a document's experts."""

    FIRST = "1", "первый"
    SECOND = "2", "второй"
    THIRD = "3", "третий"


class AssignmentState(TextChoices):
    WAITING = "waiting", "ждёт листа"
    SENT = "sent", "лист отправлен"
    DECLINED = "declined", "эксперт отказался"
    WITHDRAWN = "withdrawn", "снято"


ASSIGNMENT_TRANSITIONS: dict[AssignmentState, frozenset[AssignmentState]] = {
    AssignmentState.WAITING: frozenset(
        {AssignmentState.SENT, AssignmentState.DECLINED, AssignmentState.WITHDRAWN}
    ),
    AssignmentState.SENT: frozenset(),
    AssignmentState.DECLINED: frozenset(),
    AssignmentState.WITHDRAWN: frozenset(),
}
#: an expert has the document, or has scored it
LIVE = (AssignmentState.WAITING, AssignmentState.SENT)


class Refusing(TextChoices):
    """Why an expert gives a document back."""

    CONFLICT = "conflict", "Узнал(а) школу или связан(а) с ней: конфликт интересов"
    ABSTAIN = "abstain", "Не могу судить об этом документе"


class RecommendationState(TextChoices):
    OPEN = "open", "ждёт школу"
    FULFILLED = "fulfilled", "выполнена"
    DROPPED = "dropped", "снята"


RECOMMENDATION_TRANSITIONS: dict[RecommendationState, frozenset[RecommendationState]] = {
    RecommendationState.OPEN: frozenset({RecommendationState.FULFILLED, RecommendationState.DROPPED}),
    RecommendationState.FULFILLED: frozenset({RecommendationState.OPEN}),
    RecommendationState.DROPPED: frozenset({RecommendationState.OPEN}),
}
RECOMMENDATION_VERBS = {
    RecommendationState.FULFILLED: "Выполнена",
    RecommendationState.DROPPED: "Снять рекомендацию",
    RecommendationState.OPEN: "Открыть снова",
}
RECOMMENDATION_DONE = {
    RecommendationState.FULFILLED: "отметил(а) рекомендацию выполненной",
    RecommendationState.DROPPED: "снял(а) рекомендацию",
    RecommendationState.OPEN: "открыл(а) рекомендацию снова",
}
