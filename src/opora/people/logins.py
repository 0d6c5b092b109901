"""What a login may look like, and one to propose."""

import re

ALLOWED = re.compile(r"[0-9a-zа-яё]([0-9a-zа-яё._-]{1,58})[0-9a-zа-яё]")
EXPLANATION = (
    "От 3 до 60 знаков: буквы, цифры, точка, дефис и подчёркивание; первый и последний — буква или цифра."
)

_LETTERS = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        (
            *("a", "b", "v", "g", "d", "e", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p"),
            *("r", "s", "t", "u", "f", "kh", "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya"),
        ),
        strict=True,
    )
)


def is_allowed(login: str) -> bool:
    return ALLOWED.fullmatch(login.lower()) is not None


def proposed(surname: str, given_name: str) -> str:
    """«Ёлкина», «Анна» → «elkina.a»; empty without a surname."""
    if not surname:
        return ""
    latin = "".join(_LETTERS.get(letter, letter) for letter in surname.lower() if letter.isalnum())
    initial = _LETTERS.get(given_name[:1].lower(), given_name[:1].lower())
    return f"{latin}.{initial}" if initial else latin
