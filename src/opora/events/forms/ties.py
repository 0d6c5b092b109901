"""What narrows the things an event may be tied to."""

from django import forms


class SearchForm(forms.Form):
    """Nothing here can be wrong."""

    q = forms.CharField(label="Слова из названия", required=False, max_length=100)

    @property
    def words(self) -> str:
        self.is_valid()
        return str(self.cleaned_data.get("q") or "")
