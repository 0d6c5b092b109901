"""Keys on the disk, receipt words, class names, posters. Without a database."""

import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opora.surveys import keys, posters, receipts
from opora.surveys.classes import NotAClass, class_label, in_order
from opora.surveys.sealing import STEP, Sheet, seal, unseal


def test_keys_are_their_owners_alone() -> None:
    public = keys.new_pair()
    keys.code_keys()
    assert stat.S_IMODE(keys.folder().stat().st_mode) == 0o700
    modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in keys.folder().iterdir()}
    assert len(modes) == 2
    assert set(modes.values()) == {0o600}
    keys.throw_away(public)
    keys.throw_away(public)
    with pytest.raises(keys.KeyIsLost):
        keys.private_of(public)


def test_every_purpose_has_a_key_of_its_own() -> None:
    made = keys.code_keys()
    assert len({made.making, made.digests, made.posters, made.retries, made.receipts}) == 5


def test_parts_of_a_mac_do_not_run_together() -> None:
    assert keys.mac(b"k", b"ab", b"c") != keys.mac(b"k", b"a", b"bc")


@given(
    st.text(max_size=1500),
    st.dictionaries(st.text(min_size=1, max_size=8), st.integers(-9, 999), max_size=60),
)
def test_what_is_sealed_is_opened_and_its_length_is_a_step(words: str, items: dict[str, int]) -> None:
    public = keys.new_pair()
    sheet = Sheet("ru", items, {"q": words})
    sealed = seal(sheet, public, campaign_id=1, cohort_id=2)
    assert unseal(sealed, keys.private_of(public), campaign_id=1, cohort_id=2) == sheet
    assert (len(sealed) - 48) % STEP == 0  # 32 bytes of key and 16 of proof


@pytest.mark.parametrize(("campaign", "cohort"), [(1, 3), (2, 2)])
def test_what_is_sealed_opens_nowhere_else(campaign: int, cohort: int) -> None:
    public = keys.new_pair()
    sealed = seal(Sheet("ru", {}, {}), public, campaign_id=1, cohort_id=2)
    with pytest.raises(Exception, match=r"^$"):
        unseal(sealed, keys.private_of(public), campaign_id=campaign, cohort_id=cohort)


def test_receipt_words_are_plain_and_many() -> None:
    assert len(receipts.KINDS) == len(set(receipts.KINDS))
    assert len(receipts.THINGS) == len(set(receipts.THINGS))
    assert len(receipts.KINDS) * len(receipts.THINGS) > 20_000
    assert receipts.word_of(b"a" * 16) == receipts.word_of(b"a" * 16)
    assert len({receipts.word_of(n.to_bytes(16, "big")) for n in range(500)}) > 450


@pytest.mark.parametrize(
    ("typed", "label"),
    [("6а", "6А"), (" 6-Б ", "6Б"), ("9", "9"), ("11 «В»", "11В"), ("06A", "6А"), ("7 — г", "7Г")],
)
def test_a_class_is_named_one_way(typed: str, label: str) -> None:
    assert class_label(typed) == label


@pytest.mark.parametrize("typed", ["", "0", "12А", "А6", "шестой", "6АБ", "<b>"])
def test_what_is_no_class_is_refused(typed: str) -> None:
    with pytest.raises(NotAClass):
        class_label(typed)


def test_classes_stand_in_order_of_grade() -> None:
    assert in_order(["10А", "9Б", "9А", "5"]) == ["5", "9А", "9Б", "10А"]


@pytest.mark.parametrize("token", ["", "-", "7", "7-", "7-я", "x-abc", "-1-abc", "9" * 30 + "-abc"])
def test_a_token_that_was_not_made_here_leads_nowhere(token: str) -> None:
    assert posters.cohort_of(token) is None


def test_a_token_leads_to_its_cohort_and_to_no_other() -> None:
    token = posters.token_of(7)
    assert posters.cohort_of(token.upper()) == 7
    assert posters.cohort_of(token.replace("7-", "8-", 1)) is None
