"""`opora check` tries the mail server that the settings name."""

from .conftest import Opora

NOBODY = "smtp://127.0.0.1:1"


def told_of_mail(opora: Opora, **environment: str) -> list[str]:
    found = opora("check", "--json", **environment).json["findings"]
    return [each["message"] for each in found if "письм" in each["message"].lower()]


def test_a_mail_server_that_does_not_answer_is_told(opora: Opora) -> None:
    assert told_of_mail(opora) == []
    assert told_of_mail(opora, OPORA_SMTP_URL=NOBODY, OPORA_ADDRESS="http://127.0.0.1:8000") == [
        "Письма зовут на http://127.0.0.1:8000, а это только эта машина.",
        "Почтовый сервер не отвечает или не пускает (ConnectionRefusedError): письма ждут.",
    ]
    assert len(told_of_mail(opora, OPORA_SMTP_URL=NOBODY, OPORA_ADDRESS="https://opora.example.org")) == 1


def test_a_demonstration_writes_to_nobody(opora: Opora) -> None:
    assert told_of_mail(opora, OPORA_SMTP_URL=NOBODY, OPORA_DEMO="1") == []


def test_an_address_that_cannot_be_read_stops_the_command_in_words(opora: Opora) -> None:
    ended = opora("check", OPORA_SMTP_URL="mail.example.org:secret")
    assert ended.code == 1
    assert "OPORA_SMTP_URL не читается" in ended.err
    assert "secret" not in ended.out + ended.err
