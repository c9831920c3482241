"""The randomness: what is read, what is refused and why, in both languages; the beacon against known answers."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import drand_verify
import pytest

from misaq.assembly import (
    BeaconSignatureError,
    DiceError,
    RandomnessError,
    RoundPastError,
    SourceError,
    draw_panel,
    new_reveal,
    randomness_again,
    read_randomness,
    read_source,
    require_dice,
    round_at,
    round_time,
)
from misaq.assembly.randomness import require_source
from misaq.assembly.reveal import gather_commitments, gather_reveals
from misaq.assembly.standalone import check_randomness as alone
from misaq.foundation.errors import FaultsError, MisaqError

ROUNDS = {
    1000: (
        "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39",
        "fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd",
    ),
    657413: (
        "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b",
        "fc1873a13f3545aeade8401532ef5519920652eee6b0d2b19ca12643b87b3587",
    ),
}
SIGNATURE = ROUNDS[1000][0]
NOON = datetime(2031, 5, 5, 12, tzinfo=UTC)


def told(error: MisaqError) -> str:
    """What the error says in English; in Urdu it says something too, and leaves no gap."""
    texts = error.message("en"), error.message("ur")
    assert texts[0].what != texts[1].what
    assert texts[0].mend != texts[1].mend or not texts[0].mend
    assert not any("{" in text.sentence() for text in texts)
    return texts[0].sentence()


@pytest.mark.parametrize("number", ROUNDS)
def test_the_beacon_s_own_rounds_are_accepted_with_its_randomness(number: int) -> None:
    signature, value = ROUNDS[number]
    found = read_randomness(f"drand:{number}:{signature.upper()}")
    assert (found.source, found.value) == (f"drand:{number}", f"drand:{number}:{value}")
    assert drand_verify.verify_quicknet(number, signature) == value
    assert not found.rehearsal


@pytest.mark.parametrize(
    ("number", "signature"),
    [
        (1001, SIGNATURE),
        (1000, ROUNDS[657413][0]),
        (1000, SIGNATURE[:-1] + "8"),
        (1000, "94" + SIGNATURE[2:]),  # the same point below the axis
        (1000, "c0" + "0" * 94),  # the point at infinity
        (
            1000,
            "9a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab",
        ),
    ],
)
def test_any_other_signature_is_refused(number: int, signature: str) -> None:
    with pytest.raises(BeaconSignatureError) as caught:
        read_randomness(f"drand:{number}:{signature}")
    assert str(number) in told(caught.value)
    with pytest.raises(ValueError):  # noqa: PT011  whatever it says
        drand_verify.verify_quicknet(number, signature)


def test_a_point_of_the_curve_outside_the_group_is_no_signature() -> None:
    x = next(x for x in range(1, 99) if alone.root(x**3 + 4) is not None)
    with pytest.raises(ValueError, match="group"):
        alone.read_point((x | 4 << 381).to_bytes(48, "big"))


@pytest.mark.parametrize(
    ("message", "x", "y"),
    [
        (
            b"",
            0x052926ADD2207B76CA4FA57A8734416C8DC95E24501772C814278700EED6D1E4E8CF62D9C09DB0FAC349612B759E79A1,
            0x08BA738453BFED09CB546DBB0783DBB3A5F1F566ED67BB6BE0E8C67E2E81A4CC68EE29813BB7994998F3EAE0C9C6A265,
        ),
        (
            b"abc",
            0x03567BC5EF9C690C2AB2ECDF6A96EF1C139CC0B2F284DCA0A9A7943388A49A3AEE664BA5379A7655D3C68900BE2F6903,
            0x0B9C15F3FE6E5CF4211F346271D7B01C8F3B28BE689C8429C85B67AF215533311F0B8DFAAA154FA6B88176C229F2885D,
        ),
    ],
)
def test_messages_are_hashed_to_the_points_of_rfc_9380(message: bytes, x: int, y: int) -> None:
    suite = b"QUUX-V01-CS02-with-BLS12381G1_XMD:SHA-256_SSWU_RO_"  # appendix J.9.1
    assert alone.hash_to_g1(message, suite) == (x, y)


@pytest.mark.parametrize("secret", [1, 2, 7**100])
def test_what_a_key_of_our_own_signs_is_what_the_other_library_accepts(secret: int) -> None:
    """Rounds that no beacon has signed yet, under keys whose secret we know."""
    number = secret % 10**9 + 1
    secret %= alone.R
    minus = alone.MINUS_G2
    generator = (minus[0], (alone.P - minus[1][0], alone.P - minus[1][1]))
    key = None
    for bit in bin(secret)[2:]:
        key = alone.step(key, key, (0, 0))[0] if key else None
        if bit == "1":
            key = alone.step(key, generator, (0, 0))[0] if key else generator
    assert key is not None
    message = alone.hash_to_g1(alone.hashlib.sha256(number.to_bytes(8, "big")).digest())
    assert message is not None
    signed = alone.times(secret, message)
    assert signed is not None
    assert alone.pairings_cancel([(message, key), (signed, minus)])
    assert not alone.pairings_cancel([(message, key), (message, minus)]) or secret == 1
    larger = [y > alone.P // 2 for y in (signed[1], key[1][1] or key[1][0])]
    signature = (signed[0] | (4 + larger[0]) << 381).to_bytes(48, "big").hex()
    public = (key[0][1] | (4 + larger[1]) << 381).to_bytes(48, "big") + key[0][0].to_bytes(
        48, "big"
    )
    value = drand_verify.verify_quicknet(number, signature, public.hex())
    assert value == alone.hashlib.sha256(bytes.fromhex(signature)).hexdigest()


def test_the_round_is_named_by_its_time_and_must_come_after_the_seal() -> None:
    assert round_time(1) == datetime.fromtimestamp(1692803367, UTC)
    for seconds in range(7):
        moment = NOON + timedelta(seconds=seconds)
        number = round_at(moment)
        assert round_time(number - 1) < moment <= round_time(number)
    assert round_at(datetime(2000, 1, 1, tzinfo=UTC)) == 1
    source = read_source("drand:2031-05-05T12:00:00Z", sealed_at=NOON - timedelta(days=1))
    assert source.text == f"drand:{round_at(NOON)}"
    assert source.sealed_at == "2031-05-04T12:00:00+00:00"
    with pytest.raises(RoundPastError) as caught:
        read_source(source.text, sealed_at=round_time(round_at(NOON)))
    assert f"{round_at(NOON) + 1} or after" in told(caught.value)
    with pytest.raises(RandomnessError):
        read_source("drand:1000")  # nobody can say whether it is past


def test_dice_fit_the_tickets_or_are_refused() -> None:
    assert [read_randomness(f"dice:{n:03}").index(1000) for n in range(1000)] == list(range(1000))
    assert read_randomness("dice: 4 7 1").text == "dice:471"
    require_dice(9, 10**9)
    require_dice(9, 519)  # by digest, with six to spare
    for thrown, total, needed in (
        (2, 1000, 3),
        (4, 1000, 3),
        (8, 10**9, 9),
        (8, 519, 9),
        (1, 1, 7),
    ):
        with pytest.raises(DiceError) as caught:
            require_dice(thrown, total)
        assert f"exactly {needed} " in told(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "471",
        "dice:",
        "dice:4x1",
        "dice:٤٧١",
        "drand:1000",
        "drand:0:" + SIGNATURE,
        "drand:-1:" + SIGNATURE,
        "drand:1000:" + SIGNATURE[2:],
        "drand:99999999999:" + SIGNATURE,
        "seed:",
        "seed:-1",
        "reveal:x.json",  # nobody reads files here
        "coin:1",
    ],
)
def test_what_is_no_randomness_is_refused(text: str) -> None:
    with pytest.raises(RandomnessError) as caught:
        read_randomness(text)
    assert "seed:NUMBER is for rehearsals only" in told(caught.value)


@pytest.mark.parametrize(
    "text", ["", "dice:0", "dice:x", "seed:x", "drand:soon", "reveal:", "beacon"]
)
def test_what_is_no_source_is_refused(text: str) -> None:
    with pytest.raises(RandomnessError):
        read_source(text, sealed_at=NOON)


def test_a_seed_is_marked_and_another_source_than_the_sealed_one_is_refused() -> None:
    seed = read_randomness("seed:0042")
    assert seed.rehearsal
    assert seed.text == "seed:42"
    require_source(seed, "")
    with pytest.raises(SourceError) as caught:
        require_source(seed, "dice:3")
    assert "dice:3" in told(caught.value)
    with pytest.raises(SourceError):
        draw_panel(None, "00", seed, source="seed:43")  # type: ignore[arg-type]


def test_a_published_draw_tells_its_randomness_again() -> None:
    parties = [new_reveal(name) for name in ("East", "West")]
    commitments = gather_commitments([party.public() for party in parties])
    whole = gather_reveals(commitments, [party.document() for party in parties])
    for text in (f"drand:1000:{SIGNATURE}", "dice:471", "seed:3", "reveal:x"):
        first = read_randomness(text, load=lambda _: whole)
        drawn = {"randomness": first.text, "evidence": first.evidence}
        assert randomness_again(drawn) == first
    with pytest.raises(FaultsError):
        randomness_again({"randomness": "reveal:" + "0" * 64})


Tamper = Callable[[dict[str, Any]], Any]


@pytest.fixture
def drawn() -> dict[str, Any]:
    found = read_randomness(f"drand:1000:{SIGNATURE}")
    return {
        "randomness": found.text,
        "source": found.source,
        "value": found.value,
        "rehearsal": False,
        "evidence": found.evidence,
    }


@pytest.mark.parametrize(
    ("sealed", "change", "said"),
    [
        ({}, {}, ""),
        ({"source": "drand:1000", "sealed_at": "2023-08-23T15:59:23+00:00"}, {}, ""),
        (
            {"source": "drand:1000", "sealed_at": "2023-08-23T15:59:24+00:00"},
            {},
            "the seal only at",
        ),
        ({"source": "drand:1001"}, {}, "the seal names drand:1001"),
        ({}, {"randomness": f"drand:1001:{SIGNATURE}", "source": "drand:1001"}, "not signed"),
        ({}, {"value": "drand:1000:" + "0" * 64}, "has fe290b"),
        ({}, {"source": "drand:999"}, "its source is drand:1000"),
        ({}, {"rehearsal": True}, "rehearsal"),
        ({}, {"randomness": "dice:471", "source": "dice:3"}, "does not follow"),
        ({}, {"randomness": "coin:1"}, "does not follow"),
    ],
)
def test_the_script_beside_names_what_does_not_agree(
    drawn: dict[str, Any], sealed: Mapping[str, Any], change: dict[str, Any], said: str
) -> None:
    faults = alone.check_randomness(dict(sealed), {**drawn, **change})
    assert said in "\n".join(faults)
    assert bool(faults) == bool(said)
