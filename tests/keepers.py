"""Custodians and an asker for tests of sealing: invented people with real keys."""

import base64
from collections.abc import Iterable
from dataclasses import dataclass

from misaq.record import (
    Custodian,
    CustodianSet,
    Identity,
    OpenRequest,
    SealedRecord,
    ShareRelease,
    make_identity,
    release_share,
    request_opening,
    seal_record,
)

TEXT = "گواہ: شازین تلہر، فون 0300-5550199 (invented)".encode()
# A key file that is not armoured, shut with the passphrase "invented", whose last byte, by chance, is a blank.
ENDS_IN_A_BLANK = base64.b64decode(
    "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCByZk9TRlE5M0hUbW9sNll4VU9lMDNnIDIKQVVDMzFZcTRlVldJQmRSZ2p2Mk4r"
    "Q2k0N1BtbnNTMkxQWEw4bnNFWTl0bwotLS0gZHlHM2RtOFdPU05yQTBjY1hkajl0WFV6N2VTU2xjL1NIVTJXK3FvZTBzbwrymMAxFhng"
    "eQSR1V73BHQJE6azbiQhcDC4/jpvpFE1szgD4m4Hoa6v90wZ5b9ibywjTM4BqDxjY66XKJ8iBBREsfYgBvhiWeW/H5rVllaVgXpkU+ap"
    "dAP0MA8otiPCq6w1Di2KIFGjdHLLIA=="
)


@dataclass(frozen=True)
class Keepers:
    """n custodians c0, c1, ..., of whom `threshold` open, and one who asks."""

    keys: tuple[Identity, ...]
    threshold: int
    asker: Identity

    @property
    def set(self) -> CustodianSet:
        named = [Custodian(f"c{place}", key.recipient) for place, key in enumerate(self.keys)]
        return CustodianSet(tuple(named), self.threshold)

    def seal(self, text: bytes = TEXT, record: str = "r-1") -> SealedRecord:
        return seal_record(text, record=record, custodians=self.set)

    def ask(self, sealed: SealedRecord) -> OpenRequest:
        return request_opening(
            sealed, asker="asker", recipient=self.asker.recipient, reason="invented"
        )

    def release(self, sealed: SealedRecord, places: Iterable[int]) -> list[ShareRelease]:
        request = self.ask(sealed)
        return [release_share(sealed, request, self.keys[place]) for place in places]


def make_keepers(number: int = 5, threshold: int = 3) -> Keepers:
    return Keepers(tuple(make_identity() for _ in range(number)), threshold, make_identity())
