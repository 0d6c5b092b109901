"""The steps of a school's year, and the signs by which a school is worth a look. Pure but for the choices."""

from django.db.models import TextChoices


class Step(TextChoices):
    """In the order of the year."""

    LIST = "list", "В списке"
    PART = "part", "Участвует"
    SURVEY = "survey", "Опрос"
    RISKS = "risks", "Риски"
    PROGRAMME = "programme", "Программа"
    ROADMAP = "roadmap", "Меры"
    VISITS = "visits", "Посещения"
    STAGE = "stage", "Этап"


#: a school that has not taken the step
LACKS: dict[Step, str] = {
    Step.LIST: "Не в списке",
    Step.PART: "Не участвует в программе",
    Step.SURVEY: "Опрос не прошёл",
    Step.RISKS: "Направления не выбраны",
    Step.PROGRAMME: "Программа не подтверждена",
    Step.ROADMAP: "По дорожной карте не работают",
    Step.VISITS: "Посещений не было или ритм сбился",
    Step.STAGE: "Этап не закрыт",
}


class Group(TextChoices):
    """What signs have in common; each group is a short list of schools."""

    ALONE = "alone", "Остались одни"
    LATE = "late", "Опаздывают"
    FORMAL = "formal", "Похоже на формальность"
    GOOD = "good", "Получается"


class Sign(TextChoices):
    """A sign is no verdict: it says in a sentence what is seen and opens the record."""

    NO_CURATOR = "no-curator", "нет куратора"
    NO_VISIT = "no-visit", "давно не были"
    UNANSWERED = "unanswered", "ждут ответа"
    RETURNED = "returned", "вернули, и тишина"
    LATE_MEASURES = "late-measures", "меры с прошедшим сроком"
    LATE_STAGE = "late-stage", "этап не закрыт в срок"
    LATE_DOCUMENT = "late-document", "документ не прислан в срок"
    ONE_DAY = "one-day", "подтвердили в один день"
    ONE_FILE = "one-file", "один файл на много мер"
    BARE = "bare", "подтверждено без показа"
    COPIED = "copied", "меры как у другой школы"
    EMPTY_STAGE = "empty-stage", "этап без цифр"
    CONFIRMED = "confirmed", "подтвердили меры"
    PROUD = "proud", "гордятся"
    STAGE_CLOSED = "stage-closed", "закрыли этап"


_OF_GROUP = {
    Group.ALONE: (Sign.NO_CURATOR, Sign.NO_VISIT, Sign.UNANSWERED, Sign.RETURNED),
    Group.LATE: (Sign.LATE_MEASURES, Sign.LATE_STAGE, Sign.LATE_DOCUMENT),
    Group.FORMAL: (Sign.ONE_DAY, Sign.ONE_FILE, Sign.BARE, Sign.COPIED, Sign.EMPTY_STAGE),
    Group.GOOD: (Sign.CONFIRMED, Sign.PROUD, Sign.STAGE_CLOSED),
}
GROUP_OF: dict[Sign, Group] = {sign: group for group, signs in _OF_GROUP.items() for sign in signs}
