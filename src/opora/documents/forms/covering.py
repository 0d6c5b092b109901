"""What a person writes for the title page."""

from typing import Any

from django import forms

from opora.documents.forms.rows import day


def _words(label: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=200)


#: names that are known without being written: emptied, they stay empty
KNOWN = frozenset({"name", "curator"})


class CoverForm(forms.Form):
    """Everything may be empty. A declined word stands beside the one it was made of."""

    post = _words("Кто утверждает", "Должность: «директор», «и. о. директора».")
    post_genitive = _words("Она же в «утверждено приказом …»", "«директора»")
    name = _words("Фамилия и инициалы", "«И. С. Белова»")
    order_number = _words("Номер приказа")
    order_date = day("Дата приказа")
    body = _words("Кто согласует", "«педагогический совет»")
    body_instrumental = _words("Он же в «согласовано …»", "«педагогическим советом»")
    protocol_number = _words("Номер протокола")
    protocol_date = day("Дата протокола")
    curator = _words("Куратор школы", "Фамилия и инициалы.")
    town = _words("Населённый пункт", "Внизу титульного листа.")
    kind_dative = _words("Приложение к чему", "«антирисковой программе»")

    @property
    def words(self) -> dict[str, Any]:
        """{field: text}, days as ISO; what is empty is left out, unless it would be known."""
        said = {name: value for name, value in self.cleaned_data.items() if value or name in KNOWN}
        return {
            name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in said.items()
        }


class LetterForm(forms.Form):
    """To whom the document is sent, and who signs."""

    addressee_post = forms.CharField(
        label="Кому: должность",
        help_text="Как в приказе: «начальник управления образования».",
        max_length=200,
    )
    addressee_name = forms.CharField(
        label="Кому: имя", help_text="«Соснова Е. А.»", required=False, max_length=120
    )
    addressee_organisation = forms.CharField(label="Организация", required=False, max_length=300)
    number = forms.CharField(label="Исходящий номер", required=False, max_length=60)
    day = day("Дата")
    signer_post = forms.CharField(label="Подписывает: должность", max_length=200)
    signer_name = forms.CharField(label="Подписывает: имя", required=False, max_length=120)
