"""The life of a risk direction, what a verification ends in, what happens on the way. One transition table."""

from django.db.models import TextChoices


class DirectionState(TextChoices):
    FOUND = "found", "выявлено"
    CHOSEN = "chosen", "выбрано школой"
    DISPUTED = "disputed", "куратор спорит"
    VERIFIED = "verified", "верифицировано куратором"
    ACTIVE = "active", "активировано"
    UNDER_WAY = "under_way", "в работе"
    CLOSED = "closed", "закрыто с результатом"
    WITHDRAWN = "withdrawn", "снято"


_S = DirectionState

TRANSITIONS: dict[DirectionState, frozenset[DirectionState]] = {
    _S.FOUND: frozenset({_S.CHOSEN, _S.WITHDRAWN}),
    _S.CHOSEN: frozenset({_S.VERIFIED, _S.DISPUTED, _S.WITHDRAWN}),
    _S.DISPUTED: frozenset({_S.CHOSEN, _S.WITHDRAWN}),
    _S.VERIFIED: frozenset({_S.ACTIVE, _S.CHOSEN, _S.WITHDRAWN}),
    _S.ACTIVE: frozenset({_S.UNDER_WAY, _S.VERIFIED, _S.WITHDRAWN}),
    _S.UNDER_WAY: frozenset({_S.CLOSED, _S.ACTIVE, _S.WITHDRAWN}),
    _S.CLOSED: frozenset({_S.UNDER_WAY}),
    _S.WITHDRAWN: frozenset({_S.CHOSEN}),
}

# Whose move: a total map over the states; None where nobody is awaited.
MOVES: dict[DirectionState, str | None] = {
    _S.FOUND: "ход школы",
    _S.CHOSEN: "ход куратора",
    _S.DISPUTED: "ход школы",
    _S.VERIFIED: "ход координатора",
    _S.ACTIVE: "ход школы",
    _S.UNDER_WAY: "ход школы",
    _S.CLOSED: None,
    _S.WITHDRAWN: None,
}


class Mover(TextChoices):
    """Who takes a step; what they are appointed to decides whose schools."""

    SCHOOL = "school", "школа"
    CURATOR = "curator", "куратор"
    COORDINATOR = "coordinator", "координатор"


_SCHOOL, _CURATOR, _COORDINATOR = Mover.SCHOOL, Mover.CURATOR, Mover.COORDINATOR

# Who may go each way of the table above.
MOVERS: dict[tuple[DirectionState, DirectionState], frozenset[Mover]] = {
    (_S.FOUND, _S.CHOSEN): frozenset({_SCHOOL}),
    (_S.FOUND, _S.WITHDRAWN): frozenset({_SCHOOL}),
    (_S.CHOSEN, _S.VERIFIED): frozenset({_CURATOR}),
    (_S.CHOSEN, _S.DISPUTED): frozenset({_CURATOR}),
    (_S.CHOSEN, _S.WITHDRAWN): frozenset({_SCHOOL}),
    (_S.DISPUTED, _S.CHOSEN): frozenset({_SCHOOL}),
    (_S.DISPUTED, _S.WITHDRAWN): frozenset({_SCHOOL}),
    (_S.VERIFIED, _S.ACTIVE): frozenset({_COORDINATOR}),
    (_S.VERIFIED, _S.CHOSEN): frozenset({_CURATOR, _COORDINATOR}),
    (_S.VERIFIED, _S.WITHDRAWN): frozenset({_SCHOOL, _COORDINATOR}),
    (_S.ACTIVE, _S.UNDER_WAY): frozenset({_SCHOOL, _CURATOR}),
    (_S.ACTIVE, _S.VERIFIED): frozenset({_COORDINATOR}),
    (_S.ACTIVE, _S.WITHDRAWN): frozenset({_COORDINATOR}),
    (_S.UNDER_WAY, _S.CLOSED): frozenset({_SCHOOL, _CURATOR, _COORDINATOR}),
    (_S.UNDER_WAY, _S.ACTIVE): frozenset({_COORDINATOR}),
    (_S.UNDER_WAY, _S.WITHDRAWN): frozenset({_COORDINATOR}),
    (_S.CLOSED, _S.UNDER_WAY): frozenset({_COORDINATOR}),
    (_S.WITHDRAWN, _S.CHOSEN): frozenset({_SCHOOL}),
}

# What is done on each way: the words of the buttons.
VERBS: dict[tuple[DirectionState, DirectionState], str] = {
    (_S.FOUND, _S.CHOSEN): "Выбрать направление",
    (_S.FOUND, _S.WITHDRAWN): "Не брать в работу",
    (_S.CHOSEN, _S.VERIFIED): "Подтвердить",
    (_S.CHOSEN, _S.DISPUTED): "Оспорить",
    (_S.CHOSEN, _S.WITHDRAWN): "Снять направление",
    (_S.DISPUTED, _S.CHOSEN): "Настоять на направлении",
    (_S.DISPUTED, _S.WITHDRAWN): "Согласиться и снять",
    (_S.VERIFIED, _S.ACTIVE): "Активировать",
    (_S.VERIFIED, _S.CHOSEN): "Вернуть на верификацию",
    (_S.VERIFIED, _S.WITHDRAWN): "Снять направление",
    (_S.ACTIVE, _S.UNDER_WAY): "Начать работу",
    (_S.ACTIVE, _S.VERIFIED): "Отменить активацию",
    (_S.ACTIVE, _S.WITHDRAWN): "Снять направление",
    (_S.UNDER_WAY, _S.CLOSED): "Закрыть с результатом",
    (_S.UNDER_WAY, _S.ACTIVE): "Вернуть: работа не начата",
    (_S.UNDER_WAY, _S.WITHDRAWN): "Снять направление",
    (_S.CLOSED, _S.UNDER_WAY): "Открыть снова",
    (_S.WITHDRAWN, _S.CHOSEN): "Взять снова",
}

# The same in the history, after the name of who did it.
DONE: dict[tuple[DirectionState, DirectionState], str] = {
    (_S.FOUND, _S.CHOSEN): "взял(а) направление в работу",
    (_S.FOUND, _S.WITHDRAWN): "решил(а) не брать направление в работу",
    (_S.CHOSEN, _S.VERIFIED): "подтвердил(а) направление",
    (_S.CHOSEN, _S.DISPUTED): "оспорил(а) направление",
    (_S.CHOSEN, _S.WITHDRAWN): "снял(а) направление",
    (_S.DISPUTED, _S.CHOSEN): "настоял(а) на направлении",
    (_S.DISPUTED, _S.WITHDRAWN): "принял(а) возражение куратора и снял(а) направление",
    (_S.VERIFIED, _S.ACTIVE): "активировал(а) направление",
    (_S.VERIFIED, _S.CHOSEN): "вернул(а) направление на верификацию",
    (_S.VERIFIED, _S.WITHDRAWN): "снял(а) направление",
    (_S.ACTIVE, _S.UNDER_WAY): "начал(а) работу по направлению",
    (_S.ACTIVE, _S.VERIFIED): "отменил(а) активацию направления",
    (_S.ACTIVE, _S.WITHDRAWN): "снял(а) направление",
    (_S.UNDER_WAY, _S.CLOSED): "закрыл(а) направление с результатом",
    (_S.UNDER_WAY, _S.ACTIVE): "вернул(а) направление: работа не начата",
    (_S.UNDER_WAY, _S.WITHDRAWN): "снял(а) направление",
    (_S.CLOSED, _S.UNDER_WAY): "открыл(а) направление снова",
    (_S.WITHDRAWN, _S.CHOSEN): "снова взял(а) направление в работу",
}

# The way forward; every other way is a step back and asks for a reason, closing asks for the result.
FORWARD: tuple[DirectionState, ...] = (
    *(_S.FOUND, _S.CHOSEN, _S.VERIFIED, _S.ACTIVE, _S.UNDER_WAY, _S.CLOSED),
)


def asks_for_words(origin: DirectionState, target: DirectionState) -> bool:
    """True for a step back, aside or to the end."""
    if target is DirectionState.CLOSED or origin not in FORWARD or target not in FORWARD:
        return True
    return FORWARD.index(target) < FORWARD.index(origin)


class Opinion(TextChoices):
    """What the school itself says of a factor."""

    AGREES = "agrees", "согласна"
    DISAGREES = "disagrees", "не согласна"


class Outcome(TextChoices):
    """What a curator's visit ends in."""

    CONFIRMED = "confirmed", "подтверждаю"
    REFINED = "refined", "уточняю уровень"
    DISPUTED = "disputed", "оспариваю"


# Where a verification leads.
AFTER_VERIFICATION: dict[Outcome, DirectionState] = {
    Outcome.CONFIRMED: DirectionState.VERIFIED,
    Outcome.REFINED: DirectionState.VERIFIED,
    Outcome.DISPUTED: DirectionState.DISPUTED,
}


class Happening(TextChoices):
    """What happens on the way from questionnaires to a result, in the order in which it should."""

    SURVEY = "survey", "анкетирование"
    ANALYSIS = "analysis", "анализ профиля"
    SELF_DIAGNOSIS = "self_diagnosis", "самодиагностика"
    CHOICE = "choice", "выбор направления школой"
    VISIT = "visit", "первичное посещение"
    VERIFICATION = "verification", "верификация"
    ACTIVATION = "activation", "активация"
    ROADMAP = "roadmap", "дорожная карта"
    WORK = "work", "начало работы"
    CLOSING = "closing", "закрытие с результатом"


# What a step of a direction is a happening of.
HAPPENS: dict[DirectionState, Happening] = {
    DirectionState.CHOSEN: Happening.CHOICE,
    DirectionState.VERIFIED: Happening.VERIFICATION,
    DirectionState.ACTIVE: Happening.ACTIVATION,
    DirectionState.UNDER_WAY: Happening.WORK,
    DirectionState.CLOSED: Happening.CLOSING,
}


class RefreshState(TextChoices):
    """A computing of profiles in the background."""

    WAITING = "waiting", "ждёт очереди"
    RUNNING = "running", "считается"
    DONE = "done", "готово"
    FAILED = "failed", "не получилось"
