"""Key files, users' keys, the organisation's key and its fields."""

from dataclasses import replace

import pytest
from tests.keepers import ENDS_IN_A_BLANK

from misaq.record import (
    OrganisationKey,
    Secret,
    UserKey,
    change_password,
    decrypt_field,
    encrypt_field,
    make_identity,
    make_organisation_key,
    make_user_key,
    read_identity,
    read_user_key,
    recover_user_key,
    unlock_with_password,
    unlock_with_recovery,
    unwrap_organisation_key,
    wrap_organisation_key,
    write_identity,
)
from misaq.record.sealing.errors import (
    FieldAlteredError,
    IdentityFormError,
    IdentityPassphraseError,
    OtherKeyError,
    RecoveryKeyFormError,
    SealingFormError,
    WrongSecretError,
)

PASSWORD = Secret("چار بے ترتیب الفاظ".encode())


@pytest.fixture(scope="module")
def made() -> tuple[UserKey, Secret]:
    return make_user_key("user-1", PASSWORD)


@pytest.fixture(scope="module")
def stored(made: tuple[UserKey, Secret]) -> UserKey:
    return made[0]


@pytest.fixture(scope="module")
def recovery(made: tuple[UserKey, Secret]) -> Secret:
    return made[1]


def test_a_binary_key_file_is_read_to_its_last_byte() -> None:
    payload = ENDS_IN_A_BLANK
    assert payload.endswith(b" ")
    key = read_identity(payload, Secret(b"invented"))
    assert key.recipient == "age1y5yc6a9fzdp6knsmra48qyxncd2z090uwv64s769e3dyklhlrc0s3mpehz"


def test_a_key_file_with_a_passphrase_opens_with_it_alone() -> None:
    key, passphrase = make_identity(), Secret("ایک خفیہ جملہ".encode())
    payload = write_identity(key, passphrase)
    assert key.text().reveal() not in payload
    assert payload.startswith(b"-----BEGIN AGE ENCRYPTED FILE-----")
    assert read_identity(payload, passphrase).recipient == key.recipient
    with pytest.raises(IdentityPassphraseError):
        read_identity(payload)
    with pytest.raises(IdentityPassphraseError):
        read_identity(payload, Secret(b"another"))


@pytest.mark.parametrize(
    "payload", [b"", b"# only a comment\n", b"AGE-SECRET-KEY-1XXXX", b"\xff\xfe", b"age1abc"]
)
def test_a_file_without_a_key(payload: bytes) -> None:
    with pytest.raises(IdentityFormError):
        read_identity(payload)


def test_a_file_with_two_keys_is_refused() -> None:
    two = write_identity(make_identity()) + write_identity(make_identity())
    with pytest.raises(IdentityFormError):
        read_identity(two)


def test_no_passphrase_is_not_an_empty_one() -> None:
    with pytest.raises(IdentityPassphraseError):
        write_identity(make_identity(), Secret(b""))


def test_password_and_recovery_key_open_the_same_key(stored: UserKey, recovery: Secret) -> None:
    private = unlock_with_password(stored, PASSWORD).private
    assert unlock_with_recovery(stored, recovery).private == private
    assert private.reveal() not in stored.document()
    assert read_user_key(stored.document()) == stored


def test_wrong_passwords_open_nothing(stored: UserKey) -> None:
    for wrong in (b"", b"guess", PASSWORD.reveal() + b" "):
        with pytest.raises(WrongSecretError):
            unlock_with_password(stored, Secret(wrong))


def test_one_password_however_the_keyboard_composes_it(stored: UserKey) -> None:
    """Alef with madda is one character or two."""
    key, _ = make_user_key("u", Secret("\u0622گ".encode()))
    assert unlock_with_password(key, Secret("\u0627\u0653گ".encode()))


def test_a_new_password_shuts_out_the_old_one_and_keeps_the_recovery_key(
    stored: UserKey, recovery: Secret
) -> None:
    new = Secret(b"another long password")
    changed = change_password(stored, PASSWORD, new)
    private = unlock_with_password(stored, PASSWORD).private
    assert unlock_with_password(changed, new).private == private
    assert unlock_with_recovery(changed, recovery).private == private
    with pytest.raises(WrongSecretError):
        unlock_with_password(changed, PASSWORD)
    with pytest.raises(WrongSecretError):
        change_password(stored, new, PASSWORD)


def test_a_lost_password_is_replaced_only_by_the_recovery_key(
    stored: UserKey, recovery: Secret
) -> None:
    new = Secret(b"another long password")
    changed, fresh = recover_user_key(stored, recovery, new)
    assert changed.public == stored.public
    assert unlock_with_password(changed, new)
    assert unlock_with_recovery(changed, fresh)
    with pytest.raises(WrongSecretError):  # used once, it opens nothing any more
        unlock_with_recovery(changed, recovery)
    with pytest.raises(WrongSecretError):
        recover_user_key(stored, fresh, new)


def test_a_recovery_key_is_read_as_people_type_it(stored: UserKey, recovery: Secret) -> None:
    text = recovery.reveal().decode()
    for typed in (text.lower(), text.replace("-", " "), text.replace("-", ""), f"  {text}\n"):
        assert unlock_with_recovery(stored, Secret(typed.encode()))
    places = [place for place in range(6, len(text)) if text[place] != "-"]
    slips = [text[:p] + ("A" if text[p] != "A" else "B") + text[p + 1 :] for p in places]
    assert len(slips) == 56
    for typed in (*slips, text[:-1], "", "MISAQ", "۱" * 56, text.replace("MISAQ", "MISAK")):
        with pytest.raises(RecoveryKeyFormError):
            unlock_with_recovery(stored, Secret(typed.encode()))


def test_boxes_do_not_open_in_another_users_row(stored: UserKey, recovery: Secret) -> None:
    for moved in (replace(stored, user="user-2"), replace(stored, public=bytes(32))):
        with pytest.raises(WrongSecretError):
            unlock_with_recovery(moved, recovery)
    swapped = replace(stored, by_password=stored.by_recovery, by_recovery=stored.by_password)
    with pytest.raises(WrongSecretError):
        unlock_with_recovery(swapped, recovery)


def test_a_colleague_is_let_in_without_their_password(stored: UserKey) -> None:
    key = make_organisation_key("families")
    wrapped = wrap_organisation_key(key, stored)
    user = unlock_with_password(stored, PASSWORD)
    assert key.key.reveal() not in wrapped
    assert unwrap_organisation_key(wrapped, user, organisation="families") == key
    with pytest.raises(WrongSecretError):
        unwrap_organisation_key(wrapped, user, organisation="others")
    with pytest.raises(WrongSecretError):
        unwrap_organisation_key(wrapped[:-1], user, organisation="families")
    with pytest.raises(WrongSecretError):
        unwrap_organisation_key(
            wrapped, replace(user, private=Secret(bytes(32))), organisation="families"
        )


@pytest.fixture
def key() -> OrganisationKey:
    return make_organisation_key("families")


PLACE = {"table": "mention", "row": "7", "field": "name_raw"}


def test_a_field_opens_in_its_place_alone(key: OrganisationKey) -> None:
    value = encrypt_field(key, "شازین", **PLACE)
    assert decrypt_field(key, value, **PLACE).reveal().decode() == "شازین"
    for name in PLACE:
        with pytest.raises(FieldAlteredError):
            decrypt_field(key, value, **{**PLACE, name: "8"})
    elsewhere = replace(key, organisation="others")
    with pytest.raises(FieldAlteredError):
        decrypt_field(elsewhere, value, **PLACE)


def test_no_two_places_are_written_alike(key: OrganisationKey) -> None:
    """Table "a" row "b,c" is not table "a,b" row "c"."""
    value = encrypt_field(key, "x", table="a", row="b,c", field="d")
    with pytest.raises(FieldAlteredError):
        decrypt_field(key, value, table="a,b", row="c", field="d")


def test_the_same_name_twice_gives_two_values_of_one_length(key: OrganisationKey) -> None:
    one, two = (encrypt_field(key, name, **PLACE) for name in ("Ali", "Ali"))
    assert one != two
    assert len(one) == len(encrypt_field(key, "Muhammad Shazain Talhari of Orsane", **PLACE))


def test_every_flipped_byte_of_a_field_is_noticed(key: OrganisationKey) -> None:
    value = encrypt_field(key, "an invented name", **PLACE)
    for at in range(len(value)):
        changed = bytearray(value)
        changed[at] ^= 1
        with pytest.raises((FieldAlteredError, OtherKeyError)):
            decrypt_field(key, bytes(changed), **PLACE)
    for length in (0, 1, 32, 33, 40, len(value) - 1):
        with pytest.raises((FieldAlteredError, OtherKeyError)):
            decrypt_field(key, value[:length], **PLACE)


def test_a_field_says_that_it_needs_another_key(key: OrganisationKey) -> None:
    value = encrypt_field(key, "x", **PLACE)
    with pytest.raises(OtherKeyError) as error:
        decrypt_field(make_organisation_key("families"), value, **PLACE)
    assert "7" not in str(error.value.params.values())  # no row in an error


def test_a_stored_key_of_another_form_is_refused(stored: UserKey) -> None:
    for payload in (b"", b"{}", stored.document().replace(b'"version":1', b'"version":2')):
        with pytest.raises(SealingFormError):
            read_user_key(payload)
