"""The definition of words that mean the same to a search."""

from opora.catalogues.kinds import Content, Field, Kind, Mistake, Table
from opora.search.asking import Meanings, words_of

SEARCH_WORDS, CODE = "search-words", "words"


def search_words() -> Kind:
    return Kind(
        code=SEARCH_WORDS,
        title="Слова поиска",
        about=(
            "Слова и выражения с одним смыслом: кто ищет «ШНОР», найдёт и «школу с низкими результатами». "
            "Регистр, окончания и «ё» не важны: пишите в начальной форме."
        ),
        tables=(
            Table(
                "sets",
                "Что значит одно и то же",
                (
                    Field("code", "Код", help="Латиницей, чтобы отличать строки."),
                    Field(
                        "words",
                        "Слова и выражения",
                        "list",
                        help="Два или больше. Выражение находит тексты, где есть все его слова.",
                    ),
                ),
                help="По строке на один смысл.",
                key="code",
            ),
        ),
        check=_check,
    )


def _check(content: Content) -> list[Mistake]:
    """At least two expressions of a meaning, each with a letter or a digit in it."""
    found = []
    for number, row in enumerate(content.get("sets", [])):
        said = {words for each in row["words"] if (words := words_of(each))}
        if len(said) < 2:
            found.append(Mistake("words", "Нужно хотя бы два разных слова или выражения.", "sets", number))
    return found


def meanings(content: Content) -> Meanings:
    return Meanings.of([row["words"] for row in content.get("sets", [])])
