"""The life of a meeting and of its rhythm. Pure but for the choices."""

from django.db.models import TextChoices


class MeetingState(TextChoices):
    PLANNED = "planned", "назначено"
    HELD = "held", "проведено, нужен протокол"
    MINUTED = "minuted", "протокол подписан"
    CANCELLED = "cancelled", "отменено"


_S = MeetingState

TRANSITIONS: dict[MeetingState, frozenset[MeetingState]] = {
    _S.PLANNED: frozenset({_S.HELD, _S.CANCELLED}),
    _S.HELD: frozenset({_S.MINUTED}),
    _S.MINUTED: frozenset({_S.HELD}),
    _S.CANCELLED: frozenset(),
}

# Whose move: a total map over the states; None where nobody is awaited.
MOVES: dict[MeetingState, str | None] = {
    _S.PLANNED: "ход того, кто проводит",
    _S.HELD: "ход того, кто ведёт протокол",
    _S.MINUTED: None,
    _S.CANCELLED: None,
}

#: it took place
TOOK_PLACE = (MeetingState.HELD, MeetingState.MINUTED)


class MeetingKind(TextChoices):
    COORDINATION = "coordination", "Заседание координационной группы"
    WORKING = "working", "Заседание рабочей группы"
    COUNCIL = "council", "Педагогический совет"
    PLANNING = "planning", "Планёрка"
    OTHER = "other", "Совещание"


class Came(TextChoices):
    UNKNOWN = "unknown", "не отмечено"
    PRESENT = "present", "присутствует"
    ONLINE = "online", "подключился(лась) онлайн"
    ABSENT = "absent", "нет"


class RhythmKind(TextChoices):
    WEEKLY = "weekly", "раз в неделю"
    FORTNIGHTLY = "fortnightly", "раз в две недели"
    MONTHLY = "monthly", "раз в месяц"
    EVERY_DAYS = "every_days", "раз в несколько дней"
    AS_NEEDED = "as_needed", "по необходимости"
