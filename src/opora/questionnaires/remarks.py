"""What a methodologist should look at though nothing forbids to publish it. Pure Python."""

from collections.abc import Iterator

from opora.catalogues.kinds import Content
from opora.questionnaires.instrument import Audience, Instrument, Purpose, Question, QuestionType
from opora.questionnaires.kinds import translatable
from opora.ui.text import count_ru

_LONGEST_QUESTION = 200
_MOST_ON_A_SCREEN = 15

# seconds that an answer takes once the question was read; ours, checked on nobody yet
_SECONDS = {
    QuestionType.SINGLE: 4,
    QuestionType.SEVERAL: 7,
    QuestionType.SCALE: 4,
    QuestionType.NUMBER: 8,
    QuestionType.MATRIX: 4,
    QuestionType.TEXT: 30,
}
# words a minute, read with attention; a pupil of 12 reads slower than a grown-up
_WORDS_A_MINUTE = {Audience.PUPIL: 110}
_USUAL_WORDS_A_MINUTE = 160
# a figure of the school's card is looked up in papers
_SECONDS_TO_LOOK_UP = 40


def remarks(content: Content) -> list[str]:
    """In the order of their weight; `content` is without mistakes."""
    instrument = Instrument.parse(content)
    return [
        *_of_minutes(instrument),
        *_of_translations(content),
        *_of_sections(instrument),
        *_of_words(instrument),
    ]


def likely_minutes(instrument: Instrument) -> int:
    """Minutes that answering everything is likely to take: reading, then an answer. At least one."""
    pace = _WORDS_A_MINUTE.get(instrument.audience, _USUAL_WORDS_A_MINUTE)
    reading = sum(len(text.split()) for text in _read(instrument)) * 60 / pace
    answering = sum(_seconds(question) for question in instrument.questions)
    if instrument.purpose is Purpose.CARD:
        numbers = [question for question in instrument.questions if question.type is QuestionType.NUMBER]
        answering += _SECONDS_TO_LOOK_UP * len(numbers)
    return max(1, round((reading + answering) / 60))


def _read(instrument: Instrument) -> Iterator[str]:
    for section in instrument.sections:
        yield from (section.title, section.intro)
    for question in instrument.questions:
        yield from (question.text, question.help, *question.options, *question.rows)


def _seconds(question: Question) -> int:
    return _SECONDS[question.type] * max(1, len(question.rows))


def _of_minutes(instrument: Instrument) -> Iterator[str]:
    likely, said = likely_minutes(instrument), instrument.minutes
    if 2 * likely > 3 * said or (2 * said > 3 * likely and said - likely > 2):
        yield (
            f"Названо {count_ru(said, 'минута,минуты,минут')}, а по числу вопросов и слов выходит "
            f"около {likely}. Проверьте на нескольких людях и поправьте."
        )


def _of_translations(content: Content) -> Iterator[str]:
    places = set(translatable(content))
    for language in (content.get("languages") or ["ru"])[1:]:
        said = {row["place"] for row in content.get("translations", ()) if row["language"] == language}
        missing = len(places - said)
        if missing:
            yield (
                f"На язык «{language}» не переведено: {count_ru(missing, 'место,места,мест')} из {len(places)}. "
                "Там отвечающий увидит слова основного языка."
            )


def _of_sections(instrument: Instrument) -> Iterator[str]:
    for section in instrument.sections:
        asked = sum(max(1, len(question.rows)) for question in instrument.of_section(section.code))
        if asked > _MOST_ON_A_SCREEN:
            yield (
                f"В разделе «{section.title}» {count_ru(asked, 'вопрос,вопроса,вопросов')} со строками таблиц: "
                "на экране телефона это много. Разделите его."
            )


def _of_words(instrument: Instrument) -> Iterator[str]:
    for number, question in enumerate(instrument.in_order(), 1):
        if len(question.text) > _LONGEST_QUESTION:
            yield f"Вопрос {number}: {len(question.text)} знаков. Короткий вопрос понимают все."
