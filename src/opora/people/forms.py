"""Forms of signing in and of one's own account."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.core.exceptions import ValidationError

from opora.people import logins
from opora.people.models import CONTACT_FIELDS, Person
from opora.people.passwords import check_password
from opora.people.queries import login_is_taken

CODE_HELP = "Шесть цифр из приложения. Если телефона под рукой нет, подойдёт запасной код."


HOW_TO_CHOOSE = "Не меньше 10 знаков: несколько слов или фраза. Не только цифры, не имя и не логин."


class SignInForm(LoginForm):  # type: ignore[misc]
    """The login is compared in lower case, so throttling counts «Anna» and «anna» together."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Логин"
        self.fields["login"].help_text = "Как в приглашении; большие и маленькие буквы не различаем."
        self.fields["password"].label = "Пароль"
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.fields["login"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}

    def clean_login(self) -> str:
        return str(super().clean_login()).lower()


class PasswordForm(ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "oldpassword": "Нынешний пароль",
            "password1": "Новый пароль",
            "password2": "Новый пароль ещё раз",
        }
        for name, label in labels.items():
            self.fields[name].label = label
            self.fields[name].help_text = ""
            self.fields[name].widget.attrs.pop("placeholder", None)
        self.fields["password1"].help_text = HOW_TO_CHOOSE


class PasswordAgainForm(ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = "Пароль"
        self.fields["password"].widget.attrs.pop("placeholder", None)


class _CodeWords:
    """The same words wherever a code of the second factor is asked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: forms.Field = self.fields["code"]  # type: ignore[attr-defined]
        field.label = "Код"
        field.help_text = CODE_HELP
        field.widget.attrs.pop("placeholder", None)
        field.widget.attrs |= {
            "autocomplete": "one-time-code",
            "autocapitalize": "none",
            "spellcheck": "false",
        }


class CodeForm(_CodeWords, AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""


class CodeConfirmationForm(_CodeWords, CodeAgainForm):  # type: ignore[misc]
    """The second factor asked again before something important."""


class AddSecondFactorForm(_CodeWords, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new second factor."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = "Шесть цифр, которые показало приложение."


class ContactsForm(forms.Form):
    """Name, post and contacts of a person."""

    surname = forms.CharField(
        label="Фамилия", max_length=80, widget=forms.TextInput({"autocomplete": "family-name"})
    )
    given_name = forms.CharField(
        label="Имя", max_length=80, widget=forms.TextInput({"autocomplete": "given-name"})
    )
    patronymic = forms.CharField(
        label="Отчество",
        max_length=80,
        required=False,
        widget=forms.TextInput({"autocomplete": "additional-name"}),
    )
    post = forms.CharField(label="Должность", max_length=200, required=False)
    email = forms.EmailField(
        label="Почта", required=False, widget=forms.EmailInput({"autocomplete": "email"})
    )
    phone = forms.CharField(
        label="Телефон",
        max_length=40,
        required=False,
        widget=forms.TextInput({"autocomplete": "tel", "type": "tel"}),
    )

    def contacts(self) -> dict[str, str]:
        """The fields of the person as typed."""
        return {name: self.cleaned_data[name] for name in CONTACT_FIELDS if name in self.cleaned_data}


def contacts_of(person: Person) -> dict[str, str]:
    """What the form begins with."""
    return {name: getattr(person, name) for name in CONTACT_FIELDS}


class AcceptInvitationForm(ContactsForm):
    """Name, login (only where there is none yet) and password of somebody invited."""

    login = forms.CharField(label="Логин", max_length=60, help_text=logins.EXPLANATION)
    password = forms.CharField(label="Пароль", widget=forms.PasswordInput({"autocomplete": "new-password"}))
    password_again = forms.CharField(
        label="Пароль ещё раз", widget=forms.PasswordInput({"autocomplete": "new-password"})
    )

    field_order = (
        "surname",
        "given_name",
        "patronymic",
        "post",
        "phone",
        "login",
        "password",
        "password_again",
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        kwargs.setdefault("initial", contacts_of(person))
        super().__init__(*args, **kwargs)
        self.person = person
        del self.fields["email"]
        self.fields["password"].help_text = HOW_TO_CHOOSE
        self.fields["login"].widget.attrs |= {"autocomplete": "username", "autocapitalize": "none"}
        if person.login:
            del self.fields["login"]
        else:
            self.fields["login"].initial = self._free_proposal()

    def _free_proposal(self) -> str:
        proposal = logins.proposed(self.person.surname, self.person.given_name)
        if not logins.is_allowed(proposal) or login_is_taken(proposal, by_others_than=self.person):
            return ""
        return proposal

    def clean_login(self) -> str:
        login = str(self.cleaned_data["login"]).strip().lower()
        if not logins.is_allowed(login):
            raise ValidationError(logins.EXPLANATION)
        if login_is_taken(login, by_others_than=self.person):
            raise ValidationError("Этот логин занят. Добавьте цифру или инициал.")
        return login

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        password, again = cleaned.get("password"), cleaned.get("password_again")
        if password and again and password != again:
            self.add_error("password_again", "Пароли разные. Наберите ещё раз.")
        elif password:
            try:
                check_password(password, self._person_as_typed(cleaned))
            except ValidationError as refused:
                self.add_error("password", refused)
        return cleaned

    def _person_as_typed(self, cleaned: dict[str, Any]) -> Person:
        names = ("surname", "given_name", "patronymic")
        typed = {name: cleaned.get(name, "") for name in names}
        return Person(login=self.person.login or cleaned.get("login", ""), email=self.person.email, **typed)
