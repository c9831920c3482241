"""The beacon drand: when a round comes, and whether the beacon signed it. Nothing is asked of a network."""

from datetime import UTC, datetime, timedelta

from misaq.assembly.standalone.check_randomness import GENESIS, PERIOD, randomness_of
from misaq.foundation.errors import InputError, TamperError

CHAIN = (
    "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"  # quicknet's name for itself
)
_FIRST = datetime.fromtimestamp(GENESIS, UTC)


class BeaconSignatureError(TamperError):
    """The signature is not the beacon's for this round."""

    code = "beacon_signature_wrong"


class RoundPastError(InputError):
    """The round came before the list was sealed, so that its randomness could be known."""

    code = "beacon_round_past"


def round_time(number: int) -> datetime:
    """When a round of the beacon comes; number >= 1.

    >>> round_time(1000).isoformat()
    '2023-08-23T15:59:24+00:00'
    """
    return _FIRST + timedelta(seconds=PERIOD * (number - 1))


def round_at(moment: datetime) -> int:
    """The first round that comes at `moment` or after it, to be named beforehand.

    moment : with its time zone.

    >>> round_at(round_time(1000)), round_at(round_time(1000) + timedelta(seconds=1))
    (1000, 1001)
    """
    behind = -((_FIRST - moment) // timedelta(seconds=PERIOD))
    return max(1, behind + 1)


def round_randomness(number: int, signature: str) -> str:
    """The randomness of a round, 64 hexadecimal digits: SHA-256 of its signature.

    signature : 96 hexadecimal digits, as the beacon publishes it.
    Raises BeaconSignatureError when it is not the beacon's for this round.
    Source: drand, scheme bls-unchained-g1-rfc9380.
    """
    try:
        return randomness_of(number, signature)
    except (ValueError, OverflowError):
        raise BeaconSignatureError(round=number) from None


def require_future(number: int, sealed_at: datetime) -> None:
    """Refuse a round that does not come after the seal.

    Raises RoundPastError.
    """
    if round_time(number) <= sealed_at:
        raise RoundPastError(
            round=number,
            time=round_time(number).isoformat(),
            sealed=sealed_at.isoformat(),
            next=round_at(sealed_at) + 1,
        )
