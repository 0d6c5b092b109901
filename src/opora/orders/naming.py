"""How an order is called in a sentence. Pure."""

from datetime import date

from opora.printing.russian import NBSP, short_date


def requisites(number: str, day: date | None) -> str:
    """«№ 16 от 02.02.2022»; what is not known is left out, «без номера» where neither is."""
    words = [f"№{NBSP}{number}" if number else "", f"от{NBSP}{short_date(day)}" if day else ""]
    return " ".join(filter(None, words)) or "без номера"


def named(number: str, day: date | None, title: str) -> str:
    """«Приказ № 16 от 02.02.2022 «О назначении ответственных»»; a draft says so."""
    head = f"Приказ {requisites(number, day)}" if number or day else "Проект приказа"
    return f"{head} «{title}»"
