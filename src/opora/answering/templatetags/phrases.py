"""`{{ "Дальше"|said:spoken }}`: what the house itself says, in the language a respondent reads."""

from django import template

from opora.answering import phrases

register = template.Library()


@register.filter
def said(words: str, language: str) -> str:
    return phrases.said(words, language)
