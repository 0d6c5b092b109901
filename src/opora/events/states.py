"""The life of an event and of each of its days; what it is for; for whom it may be."""

from django.db.models import TextChoices


class EventState(TextChoices):
    PLANNED = "planned", "запланировано"
    HELD = "held", "проведено"
    CANCELLED = "cancelled", "отменено"


TRANSITIONS: dict[EventState, frozenset[EventState]] = {
    EventState.PLANNED: frozenset({EventState.HELD, EventState.CANCELLED}),
    EventState.HELD: frozenset(),
    EventState.CANCELLED: frozenset(),
}

# Whose move: who is awaited while an event is in a state; None where nobody is.
MOVES: dict[EventState, str | None] = {
    EventState.PLANNED: "ход ведущих и организатора",
    EventState.HELD: None,
    EventState.CANCELLED: None,
}


class SessionState(TextChoices):
    """One day of an event. A day that was moved stays planned and keeps where it stood before."""

    PLANNED = "planned", "запланирован"
    HELD = "held", "проведён"
    CANCELLED = "cancelled", "отменён"


SESSION_TRANSITIONS: dict[SessionState, frozenset[SessionState]] = {
    SessionState.PLANNED: frozenset({SessionState.HELD, SessionState.CANCELLED}),
    SessionState.HELD: frozenset(),
    SessionState.CANCELLED: frozenset(),
}


class Sort(TextChoices):
    """What is asked of an event beside its day: a consultation has minutes, a course hours and an organiser."""

    EVENT = "event", "мероприятие"
    ONE = "one", "консультация индивидуальная"
    MANY = "many", "консультация групповая"
    COURSE = "course", "курсы"


CONSULTATIONS = frozenset({Sort.ONE, Sort.MANY})


class Audience(TextChoices):
    """For whom; the first six are the participants of measures."""

    PUPILS = "pupils", "ученики"
    PUPILS_AT_RISK = "pupils_at_risk", "ученики с учебными рисками"
    TEACHERS = "teachers", "учителя"
    PARENTS = "parents", "родители"
    ADMINISTRATION = "administration", "администрация школ"
    PARTNERS = "partners", "партнёры"
    CURATORS = "curators", "кураторы"
    COORDINATORS = "coordinators", "координаторы"
