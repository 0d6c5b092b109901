"""Names of classes as people write them. Pure Python."""

import re

#: grades that are asked themselves; 6 and 9 are offered first
PUPIL_GRADES = range(5, 10)
GRADES = range(1, 12)
OFFERED = ("6", "9")
_CLASS = re.compile(r"(\d{1,2})\s*[-–—«\"']*\s*([А-ЯЁA-Z]?)[»\"']*", re.IGNORECASE)
_LOOKS = str.maketrans("ABEKMHOPCTYX", "АВЕКМНОРСТУХ")


class NotAClass(ValueError):
    """The words say what is wrong."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


def class_label(text: str) -> str:
    """«6 а», «6-А», «6А» are «6А». Raises NotAClass."""
    found = _CLASS.fullmatch(text.strip())
    if found is None or int(found[1]) not in GRADES:
        raise NotAClass("Класс пишут так: 6А или 9. Проверьте номер и букву.")
    return f"{int(found[1])}{found[2].upper().translate(_LOOKS)}"


def grade(label: str) -> int:
    return int(re.match(r"\d+", label)[0])  # type: ignore[index]  # a label begins with its grade


def in_order(labels: list[str]) -> list[str]:
    return sorted(labels, key=lambda label: (grade(label), label))
