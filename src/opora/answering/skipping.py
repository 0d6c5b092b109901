"""Skip logic as plain lists, so that a page can ask and hide questions by itself. Pure Python.

`["=", "t05", 2]`, `["answered", "t05"]`, `["not", …]`, `["and", …, …]`: the words of the conditions themselves.
"""

from opora.questionnaires.conditions import Comparison, Condition, Not

type Told = list[str | int | Told]


def told(condition: Condition) -> Told:
    """The condition as nested lists, ready for JSON."""
    match condition:
        case Comparison(code, "answered"):
            return ["answered", code]
        case Comparison(code, word, number):
            return [word, code, number]
        case Not(inner):
            return ["not", told(inner)]
        case _:
            return [condition.word, *map(told, condition.parts)]
