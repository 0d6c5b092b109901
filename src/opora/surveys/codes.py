"""One-time codes: twelve symbols such as «4К7М-2МХ9-РТ05», eleven of chance (46.7 bits) and one of check.

The alphabet has nineteen symbols: digits without 1, and ten letters that look the same in Russian and Latin.
Whatever a keyboard writes, what looks alike is read alike (О and 0, З and 3, Ч and 4, small and capital).
Nineteen is prime, so the weighted sum finds every wrong symbol and every two that changed places: a typing
error is told apart from a code that does not exist.

A code is reckoned from the key `making`, its cohort and its number, so the database holds nothing but
digests and a sheet can be printed again. Printing knows nothing of who used what.
"""

from dataclasses import dataclass

from opora.surveys.keys import code_keys, mac

ALPHABET = "023456789АЕКМНРСТУХ"
BASE = len(ALPHABET)
CHANCE = 11
LENGTH = CHANCE + 1
GROUP = 4

_VALUES = {symbol: value for value, symbol in enumerate(ALPHABET)}
# what looks alike: Latin letters, then letters outside the alphabet that are taken for a digit
_ALIKE = str.maketrans("AEKMHPCTYX" + "OОDQЗZЧSБGВB", "АЕКМНРСТУХ" + "000032456688")
_LATIN = str.maketrans("АЕКМНРСТУХ", "AEKMHPCTYX")


@dataclass(frozen=True, slots=True)
class Mistyped(ValueError):
    """What was typed is no code; the words say what is wrong with it."""

    words: str


def code_of(cohort_id: int, number: int) -> str:
    """The code's twelve symbols, without hyphens."""
    said = mac(code_keys().making, cohort_id.to_bytes(8, "big"), number.to_bytes(4, "big"))
    return with_check(_symbols(int.from_bytes(said[:24], "big") % BASE**CHANCE))


def digest_of(code: str) -> bytes:
    """What the database knows of a code. `code` as `read` returns it."""
    return mac(code_keys().digests, code.encode())


def shown(code: str) -> str:
    """«4К7М-2МХ9-РТ05»."""
    return "-".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def in_address(code: str) -> str:
    """The code in a link: Latin letters, no hyphens."""
    return code.translate(_LATIN)


def read(text: str) -> str:
    """The code that a person typed. Raises Mistyped."""
    folded = "".join(symbol for symbol in text.upper().translate(_ALIKE) if symbol.isalnum())
    strange = [symbol for symbol in folded if symbol not in _VALUES]
    if strange:
        raise Mistyped(f"Знака «{strange[0]}» в кодах не бывает. Посмотрите на листок ещё раз.")
    if len(folded) != LENGTH:
        raise Mistyped(f"В коде {LENGTH} знаков, а здесь {len(folded)}. Проверьте, все ли набраны.")
    if _sum(folded) % BASE:
        raise Mistyped("В коде опечатка: один из знаков не тот. Сверьте его с листком по четыре знака.")
    return folded


def with_check(symbols: str) -> str:
    """The symbols of chance with their check symbol."""
    # the last weight is LENGTH: its inverse turns the rest into the symbol that makes the sum zero
    return symbols + ALPHABET[-_sum(symbols) * pow(LENGTH, -1, BASE) % BASE]


def _sum(symbols: str) -> int:
    return sum(weight * _VALUES[symbol] for weight, symbol in enumerate(symbols, 1))


def _symbols(number: int) -> str:
    found = []
    for _ in range(CHANCE):
        number, value = divmod(number, BASE)
        found.append(ALPHABET[value])
    return "".join(found)
