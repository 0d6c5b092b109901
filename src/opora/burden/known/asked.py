"""What schools have said before: in the card of the year, in answers to other inquiries."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from django.urls import reverse
from django.utils import timezone

from opora.answering.models import SchoolCard
from opora.answering.queries import cards_visible_to
from opora.answering.states import CardState
from opora.burden.known.base import Fact, Found, Value, Where
from opora.burden.models import Answer, Question
from opora.burden.states import GIVEN, InquiryState, QuestionKind
from opora.catalogues import queries as catalogues
from opora.questionnaires.instrument import KIND_CODE, Instrument, Purpose, QuestionType
from opora.questionnaires.instrument import Question as CardQuestion
from opora.ui.text import date_ru

#: asked within so many days before, a question is the same question again
REPEAT_DAYS = 365
_MOST_REPEATS = 2000
#: what is asked of the question before cannot be understood alone
_LEANS = (" из них ", " из этих ", " из нужных ", " такой помощи ")
_YES_NO = {("да", "нет"), ("нет", "да")}


class SchoolCards:
    """Figures of the card that each school fills in once a year; of each the newest that was sent."""

    code = "school-card"

    def facts(self, where: Where) -> Sequence[Fact]:
        """One query. Questions that lean on the one before are left out."""
        instrument = _card(where.path)
        if instrument is None:
            return ()
        return [
            Fact(self.code, each.code, each.text, (each.text,), kinds, "карта школы")
            for each in instrument.in_order()
            if (kinds := _kinds(each)) and not any(words in f" {each.text.lower()}" for words in _LEANS)
        ]

    def values(self, names: Collection[str], schools: Sequence[int], where: Where) -> Found:
        """Two queries."""
        instrument = _card(where.path)
        found: dict[str, dict[int, Value]] = {name: {} for name in names}
        if instrument is None:
            return found
        sent = (
            cards_visible_to(where.actor)
            .filter(school__in=schools, state=CardState.SENT)
            .select_related("cycle")
            .order_by("-cycle__starts", "-pk")
        )
        for card in sent:
            for name in names:
                question = instrument.by_code.get(name)
                item = card.items.get(name)
                if question is not None and isinstance(item, int):
                    found[name].setdefault(card.school_id, _of_card(card, question, item))
        return found


def _card(path: str) -> Instrument | None:
    published = catalogues.all_current(KIND_CODE, path)
    content = next((each.content for each in published if each.content.get("purpose") == Purpose.CARD), None)
    return Instrument.parse(content) if content is not None else None


def _kinds(question: CardQuestion) -> frozenset[QuestionKind]:
    if question.type is QuestionType.NUMBER:
        return frozenset({QuestionKind.NUMBER, QuestionKind.TEXT})
    if question.type is QuestionType.SINGLE:
        is_yes_no = tuple(option.lower() for option in question.options) in _YES_NO
        return frozenset({QuestionKind.TEXT, QuestionKind.YES_NO} if is_yes_no else {QuestionKind.TEXT})
    return frozenset()


def _of_card(card: SchoolCard, question: CardQuestion, item: int) -> Value:
    url = reverse("school-card", args=[card.cycle.code, card.school_id])
    origin, on = f"карта школы, {card.cycle.title}", timezone.localdate(card.at)
    if question.type is QuestionType.NUMBER:
        return Value(str(item), origin, url, on=on, number=item)
    words = question.options[item - 1] if 0 < item <= len(question.options) else str(item)
    yes = {"да": True, "нет": False}.get(words.lower())
    return Value(words, origin, url, on=on, yes=yes)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was put to schools: in which inquiry, by whom, when."""

    pk: int
    inquiry: int
    text: str
    title: str
    asked_by: str
    sent_at: datetime

    @property
    def words(self) -> str:
        return f"«{self.title}», {self.asked_by}, {date_ru(timezone.localdate(self.sent_at))}"


def asked_before(where: Where, *, but: int | None = None) -> Mapping[int, Asked]:
    """Questions of the last twelve months to schools of the scope, whoever asked; the newest first. One query."""
    since = timezone.now() - timedelta(days=REPEAT_DAYS)
    rows = (
        Question.objects.filter(
            inquiry__sent_at__gte=since, inquiry__place__path__startswith=_region(where.path)
        )
        .exclude(inquiry__state=InquiryState.DRAFT)
        .exclude(inquiry=but)
        .order_by("-inquiry__sent_at", "-pk")
        .values_list(
            "pk", "inquiry_id", "text", "inquiry__title", "inquiry__territory__name", "inquiry__sent_at"
        )
    )
    return {
        pk: Asked(pk, inquiry, text, title, name, sent_at)
        for pk, inquiry, text, title, name, sent_at in rows[:_MOST_REPEATS]
        if sent_at is not None
    }


def _region(path: str) -> str:
    """The path of the region above: what a region and its municipalities asked is one."""
    steps = path.split("/")[:2]
    return "".join(f"{step}/" for step in steps if step)


class Repeats:
    """Answers that schools gave to the same question before."""

    code = "asked"

    def facts(self, where: Where) -> Sequence[Fact]:
        """One query."""
        kinds = dict(Question.objects.filter(pk__in=(seen := asked_before(where))).values_list("pk", "kind"))
        return [
            Fact(
                *(self.code, str(pk), each.text, (each.text,)),
                # that a file was asked for is told, though the file itself is not taken
                frozenset({QuestionKind(kinds[pk]), QuestionKind.TEXT, QuestionKind.FILE}),
                f"уже спрашивали: {each.words}",
            )
            for pk, each in seen.items()
            if pk in kinds
        ]

    def values(self, names: Collection[str], schools: Sequence[int], where: Where) -> Found:
        """One query."""
        found: dict[str, dict[int, Value]] = {name: {} for name in names}
        rows = (
            Answer.objects.filter(
                question__in=[int(name) for name in names if name.isdecimal()],
                reply__school__in=schools,
                source__in=GIVEN,
                file=None,
            )
            .order_by("pk")
            .values_list(
                *("question_id", "question__kind", "reply__school_id", "reply_id", "value", "as_of"),
                *("reply__answered_at", "reply__inquiry__title"),
            )
        )
        for question, kind, school, reply, value, as_of, answered_at, title in rows:
            on = as_of or (timezone.localdate(answered_at) if answered_at else None)
            url = reverse("inquiry-reply", args=[reply])
            found[str(question)][school] = read_back(kind, value, f"ответ на запрос «{title}»", url, on)
        return found


def read_back(kind: str, value: str, origin: str, url: str, on: date | None) -> Value:
    """An answer as it was kept, read again."""
    match QuestionKind(kind):
        case QuestionKind.NUMBER:
            return Value(value, origin, url, on=on, number=_number(value))
        case QuestionKind.YES_NO:
            return Value({"yes": "да", "no": "нет"}.get(value, value), origin, url, on=on, yes=value == "yes")
        case QuestionKind.DATE:
            day = date.fromisoformat(value)
            return Value(date_ru(day), origin, url, on=on, day=day)
        case _:
            return Value(value, origin, url, on=on)


def _number(value: str) -> Decimal | None:
    try:
        return Decimal(value)
    except InvalidOperation:
        return None
