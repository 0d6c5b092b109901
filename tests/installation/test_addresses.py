import psycopg.conninfo
import pytest

from opora.installation.addresses import Address
from opora.installation.problems import InstallationProblem

SOCKET = Address(host="/run/Опора 1", port=None, user="opora", password="", database="opora", options={})
SERVER = Address(
    host="db.example.org",
    port=5433,
    user="anna",
    password="p@ss:/?#",
    database="база",
    options={"sslmode": "require"},
)


@pytest.mark.parametrize("address", [SOCKET, SERVER], ids=["socket", "server"])
def test_an_address_survives_writing_and_reading(address: Address) -> None:
    assert Address.parse(address.url()) == address


def test_libpq_reads_what_we_write() -> None:
    assert psycopg.conninfo.conninfo_to_dict(SOCKET.url()) == {
        "user": "opora",
        "dbname": "opora",
        "host": "/run/Опора 1",
    }
    assert psycopg.conninfo.conninfo_to_dict(SERVER.url()) == {
        "user": "anna",
        "password": "p@ss:/?#",
        "dbname": "база",
        "host": "db.example.org",
        "port": "5433",
        "sslmode": "require",
    }


def test_a_socket_folder_in_place_of_the_host_keeps_its_letters() -> None:
    assert Address.parse("postgres://a@%2FRun%2FOpora:5434/b").host == "/Run/Opora"


@pytest.mark.parametrize(
    "url", ["mysql://u:geheim@h/b", "postgres://u:geheim@h/", "postgres://u:geheim@h:x/b", "geheim", ""]
)
def test_an_unreadable_address_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(InstallationProblem, match="не читается") as refused:
        Address.parse(url)
    assert "geheim" not in refused.value.message
