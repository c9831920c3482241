"""Custodians and an asker for tests of sealing: invented people with real keys."""

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
