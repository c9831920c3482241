"""How much the door lets in; the same numbers stand in docs/reference/evidence.md."""

from dataclasses import dataclass

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class DoorLimits:
    """The most that is let in, or looked at.

    files, total_bytes : of one submission. image ... video : bytes of one file, by its detected kind;
    any file of an unknown kind may be as large as a video, and is only kept.
    pixels : width times height of a picture that is shown; the largest telephones of 2026 make 50 million.
    zip_entries, zip_bytes, zip_ratio : entries of a container, what they unpack to, and how many times their
    packed size that is.
    """

    files: int = 50
    total_bytes: int = 4096 * MIB
    image: int = 100 * MIB
    document: int = 200 * MIB
    text: int = 64 * MIB
    container: int = 200 * MIB
    audio: int = 500 * MIB
    video: int = 2048 * MIB
    pixels: int = 80_000_000
    zip_entries: int = 10_000
    zip_bytes: int = 1024 * MIB
    zip_ratio: int = 200

    def of(self, family: str) -> int:
        """The most bytes of a file of `family` ("image" ... "video"); of any other, the largest of all."""
        return int(getattr(self, family, self.video))
