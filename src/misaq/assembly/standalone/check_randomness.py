"""Check the randomness of a draw without misaq and without a network: python3 check_randomness.py LOTTERY DRAW

Names whatever does not agree: the source that the seal names, the signature of a drand round, the values that
parties first committed to and then revealed. Or one round alone: python3 check_randomness.py ROUND SIGNATURE
prints its randomness. Exit code: 0 all agrees, 1 not, 2 unreadable.

drand is a beacon that many institutions keep together: every 3 seconds they sign the number of the round, which
none of them can do alone, and nobody knows the signature before. This is its network "quicknet" (scheme
bls-unchained-g1-rfc9380). Nothing here is secret, so nothing needs to take the same time always; it is written to
be read. Sources: RFC 9380 (8.8.1), draft-irtf-cfrg-bls-signature-05, the curve BLS12-381.
"""

import hashlib
import json
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import Path
from typing import Any

Doc = dict[str, Any]
GENESIS, PERIOD = 1692803367, 3  # seconds; round 1 was at GENESIS
SPARE = 6  # dice more than a ticket's number has digits, where dice are not the ticket
PUBLIC_KEY = (
    "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451"
    "0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"
)
SUITE = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"

# The curve: y^2 = x^3 + 4 modulo P (G1), y^2 = x^3 + 4 (1 + i) with i^2 = -1 (G2), both of prime order R.
X = 0xD201000000010000  # the curve's parameter is -X
P = 0x1A0111EA397FE69A4B1BA7B6434BACD764774B84F38512BF6730D2A0F6B0F6241EABFFFEB153FFFFB9FEFFFFFFFFAAAB
R = X**4 - X**2 + 1
KEY_Y = (  # with the second half and the first half (without three flags) of the key as its x
    0x0E5DB2B6BFBB01C867749CADFFCA88B36C24F3012BA09FC4D3022C5C37DCE0F977D3ADB5D183C7477C442B1F04515273,
    0x01A714F2EDB74119A2F2B0D5A7C75BA902D163700A61BC224EDEDD8E63AEF7BE1AAF8E93D7A9718B047CCDDB3EB5D68B,
)
KEY = ((int(PUBLIC_KEY[96:], 16), int(PUBLIC_KEY[:96], 16) & (2**381 - 1)), KEY_Y)
MINUS_G2 = (  # the generator of G2, turned round
    (
        0x024AA2B2F08F0A91260805272DC51051C6E47AD4FA403B02B4510B647AE3D1770BAC0326A805BBEFD48056C8C121BDB8,
        0x13E02B6052719F607DACD3A088274F65596BD0D09920B61AB5DA61BBDC7F5049334CF11213945D57E5AC7D055D042B7E,
    ),
    (
        P - 0x0CE5D527727D6E118CC9CDC6DA2E351AADFD9BAA8CBDD3A76D429A695160D12C923AC9CC3BACA289E193548608B82801,
        P - 0x0606C4A02EA734CC32ACD2B02BC28B99CB3E287E85A763AF267492AB572E99AB3F370D275CEC1DA1AAA9075FF05F79BE,
    ),
)
# The curve y^2 = x^3 + A x + B onto which a hash is mapped first, and the polynomial, lowest power first, whose
# roots are the x of the points that the map from there to G1's curve, of degree 11, sends to infinity.
A = 0x144698A3B8E9433D693A02C96D4982B0EA985383EE66A8D8E8981AEFD881AC98936F8DA0E0F97F5CF428082D584C1D
B = 0x12E2908D11688030018B12E8753EEE3B2016C1F0F24F4070A0B9C14FCEF35EF55A23215A316CEAA5D1CC48E98E172BE0
Z = 11
KERNEL = (
    0x133341FB0962A34CB0504A9C4FADA0A5090D38679B4C040D5D1C3AFB023A3409FCC0815FEA66D8B02BBEF9C8B5A66E07,
    0x264908AF037BCEDE00D054CF5D4775E83EB6CF63C76B969F8ED174FB59FCFF78D201F46F6CFC4ED6552E59CE75177B0,
    0x1335C502C1F54C49ACEEA65E87FD7203BA0F626F305FC0CFD606A5DAE9F3C8E81A4B3B69600129FABD307C69BF319D39,
    0x94440F65F408A6E930E16E3E92DD17BF60D6E9679A8D3D58593DE55AC23703042D609537EB3549AAC234D896CA82944,
    0x4AFE09D5CF4956A23B6B71F59D2B3407B415A774B7BE81BBB6FA99CBC798E0AC98BA725A5BC328016B1C268B4766E85,
    1,
)

Pair = tuple[int, int]  # a point of G1's curve; or a number a + b i
Point = Pair | None  # None: the point at infinity
Two = tuple[Pair, Pair]  # a point of G2
Twelve = list[int]  # the sum of c[k] w^k, where w^12 = 2 w^6 - 2, so that i = w^6 - 1
ONE = [1] + [0] * 11


def root(square: int) -> int | None:
    """A square root modulo P, or None."""
    found = pow(square, (P + 1) // 4, P)
    return found if found * found % P == square % P else None


def add(p: Point, q: Point, a: int = 0) -> Point:
    """The sum of two points of y^2 = x^3 + a x + anything."""
    if p is None or q is None:
        return p or q
    if p[0] == q[0] and (p[1] + q[1]) % P == 0:
        return None
    over, under = (q[1] - p[1], q[0] - p[0]) if p != q else (3 * p[0] ** 2 + a, 2 * p[1])
    slope = over * pow(under, -1, P)
    x = (slope**2 - p[0] - q[0]) % P
    return x, (slope * (p[0] - x) - p[1]) % P


def times(number: int, point: Point) -> Point:
    """A point of G1's curve, added to itself so many times."""
    found: Point = None
    for bit in bin(number)[2:]:
        found = add(found, found)
        found = add(found, point) if bit == "1" else found
    return found


def read_point(signature: bytes) -> Point:
    """The point of G1 that 48 bytes stand for; ValueError when they stand for none."""
    number = int.from_bytes(signature, "big")
    x, flags = number & (2**381 - 1), number >> 381
    y = root(x**3 + 4)
    if len(signature) != 48 or flags not in (4, 5) or x >= P or y is None:
        raise ValueError("not a point of the curve")
    y = y if (y > P // 2) == (flags == 5) else P - y
    if times(R, (x, y)) is not None:
        raise ValueError("not a point of the group")
    return x, y


def expand(message: bytes, suite: bytes) -> bytes:
    """128 bytes that follow from a message (RFC 9380, 5.3.1)."""
    suite += bytes([len(suite)])
    first = hashlib.sha256(bytes(64) + message + (128).to_bytes(2, "big") + b"\0" + suite).digest()
    blocks, last = [], bytes(32)
    for number in range(1, 5):
        mixed = bytes(x ^ y for x, y in zip(first, last, strict=True))
        last = hashlib.sha256(mixed + bytes([number]) + suite).digest()
        blocks.append(last)
    return b"".join(blocks)


def map_to_curve(u: int) -> Point:
    """A point of y^2 = x^3 + A x + B for a number (RFC 9380, 6.6.2)."""
    t = (Z**2 * u**4 + Z * u**2) % P
    x = -B * (1 + pow(t, -1, P)) * pow(A, -1, P) % P if t else B * pow(Z * A, -1, P) % P
    y = root(x**3 + A * x + B)
    if y is None:
        x = Z * u * u * x % P
        y = root(x**3 + A * x + B)
    if y is None:
        raise ArithmeticError("one of the two is a square")
    return x, (y if y % 2 == u % 2 else -y % P)


def map_to_g1(point: Point) -> Point:
    """From y^2 = x^3 + A x + B to G1's curve, by Kohel's formula for the kernel polynomial."""
    if point is None:
        return None
    x, y = point
    values, rest = [], list(KERNEL)
    for _ in range(4):  # the polynomial and its three derivatives
        values.append(sum(c * pow(x, k, P) for k, c in enumerate(rest)))
        rest = [k * c for k, c in enumerate(rest)][1:]
    if values[0] % P == 0:
        return None
    one, two, three = (value * pow(values[0], -1, P) % P for value in values[1:])
    log = (one, two - one**2, three - 3 * one * two + 2 * one**3)  # of its logarithm
    f, f1 = x**3 + A * x + B, 3 * x**2 + A
    image = 11 * x + 2 * KERNEL[4] - 2 * f1 * log[0] - 4 * f * log[1]
    slope = 11 - 12 * x * log[0] - 6 * f1 * log[1] - 4 * f * log[2]
    return image * pow(11, -2, P) % P, y * slope * pow(11, -3, P) % P


def hash_to_g1(message: bytes, suite: bytes = SUITE) -> Point:
    """The point of G1 that a message is hashed to (RFC 9380, BLS12381G1_XMD:SHA-256_SSWU_RO_)."""
    wide = expand(message, suite)
    first, second = (int.from_bytes(part, "big") % P for part in (wide[:64], wide[64:]))
    return times(X + 1, map_to_g1(add(map_to_curve(first), map_to_curve(second), A)))


def mul2(a: Pair, b: Pair) -> Pair:
    """The product of two numbers a + b i."""
    return (a[0] * b[0] - a[1] * b[1]) % P, (a[0] * b[1] + a[1] * b[0]) % P


def add2(a: Pair, b: Pair) -> Pair:
    """The sum of two numbers a + b i."""
    return (a[0] + b[0]) % P, (a[1] + b[1]) % P


def sub2(a: Pair, b: Pair) -> Pair:
    """The difference of two numbers a + b i."""
    return (a[0] - b[0]) % P, (a[1] - b[1]) % P


def mul12(a: Twelve, b: Twelve) -> Twelve:
    """The product of two sums of powers of w."""
    wide = [0] * 23
    for i, x in enumerate(a):
        if x:
            for j, y in enumerate(b):
                wide[i + j] += x * y
    for k in range(22, 11, -1):
        wide[k - 6] += 2 * wide[k]
        wide[k - 12] -= 2 * wide[k]
    return [value % P for value in wide[:12]]


def step(t: Two, q: Two, at: Pair) -> tuple[Two, Twelve]:
    """The sum of two points of G2, and the line through them at a point of G1, times w^3."""
    (x1, y1), (x2, y2) = t, q
    square = mul2(x1, x1)
    over, under = (sub2(y2, y1), sub2(x2, x1)) if t != q else (mul2(square, (3, 0)), add2(y1, y1))
    norm = pow(under[0] ** 2 + under[1] ** 2, -1, P)
    slope = mul2(over, (under[0] * norm, -under[1] * norm))
    x = sub2(sub2(mul2(slope, slope), x1), x2)
    y = sub2(mul2(slope, sub2(x1, x)), y1)
    start, run = sub2(mul2(slope, x1), y1), mul2(slope, (-at[0], 0))
    line = [0] * 12
    line[0], line[6] = start[0] - start[1], start[1]
    line[2], line[8] = run[0] - run[1], run[1]
    line[3] = at[1]
    return (x, y), line


def pairings_cancel(pairs: list[tuple[Pair, Two]]) -> bool:
    """Whether the product of the pairings of points of G1 with points of G2 is 1."""
    value, sums = ONE, [q for _, q in pairs]
    for bit in bin(X)[3:]:
        value = mul12(value, value)
        for k, (p, q) in enumerate(pairs):
            sums[k], line = step(sums[k], sums[k], p)
            value = mul12(value, line)
            if bit == "1":
                sums[k], line = step(sums[k], q, p)
                value = mul12(value, line)
    power = ONE
    for bit in bin((P**6 + 1) // R)[2:]:
        power = mul12(power, power)
        power = mul12(power, value) if bit == "1" else power
    return not any(power[1::2])  # equal to its conjugate: to the P^6 - 1 that is still missing, it is 1


def randomness_of(number: int, signature: str) -> str:
    """The randomness of a round, 64 hexadecimal digits; ValueError when the beacon did not sign it so."""
    given, asked = bytes.fromhex(signature), hashlib.sha256(number.to_bytes(8, "big")).digest()
    signed, message = read_point(given), hash_to_g1(asked)
    if signed is None or message is None:
        raise ValueError("not a point of the group")
    if not pairings_cancel([(message, KEY), (signed, MINUS_G2)]):
        raise ValueError("not signed by the beacon for this round")
    return hashlib.sha256(given).hexdigest()


def sha256(text: str) -> str:
    """The digest of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def check_drand(drawn: Doc, sealed: Doc) -> Iterator[str]:
    """The beacon signed the round, and the round came after the seal."""
    _, number, signature = drawn["randomness"].split(":")
    try:
        value = randomness_of(int(number), signature)
    except (ValueError, OverflowError) as problem:
        yield f"randomness: round {number} of the beacon: {problem}"
        return
    if drawn["value"] != f"drand:{number}:{value}":
        yield f"randomness: round {number} of the beacon has {value}"
    if "source" in sealed and "sealed_at" not in sealed:
        yield "randomness: the seal does not say when it was made"
    moment = GENESIS + PERIOD * (int(number) - 1)
    if "sealed_at" in sealed and datetime.fromisoformat(sealed["sealed_at"]).timestamp() >= moment:
        when = datetime.fromtimestamp(moment, UTC).isoformat()
        yield f"randomness: round {number} was at {when}, the seal only at {sealed['sealed_at']}"


def check_reveal(drawn: Doc) -> Iterator[str]:
    """Every party revealed what it had committed to; the value follows from all of them, in their order."""
    given = {row["party"]: row for row in drawn["evidence"]["reveals"]}
    for row in drawn["evidence"]["commitments"]:
        told = given.pop(row["party"], None)
        if told is None:
            yield f"randomness: {row['party']} did not reveal"
            return
        text = f"misaq-reveal/1\n{told['party']}\n{told['nonce']}\n{told['value']}"
        if sha256(text) != row["commitment"]:
            yield f"randomness: {row['party']} revealed something else than it committed to"
    rows = {row["party"]: row for row in drawn["evidence"]["reveals"]}
    order = [row["party"] for row in drawn["evidence"]["commitments"]]
    lines = "".join(f"{row['party']} {row['commitment']}\n" for row in drawn["evidence"]["commitments"])
    if given or drawn["source"] != f"reveal:{sha256(lines)}":
        yield "randomness: the parties' commitments are not those of the source"
    together = sha256("".join(f"{party}\n{rows[party]['value']}\n" for party in order))
    if drawn["value"] != f"reveal:{together}" or drawn["randomness"] != drawn["value"]:
        yield f"randomness: what the parties revealed gives {together}"


def check_randomness(sealed: Doc, drawn: Doc) -> list[str]:
    """Everything about the randomness of a draw that does not agree with itself and with the seal."""
    kind, _, rest = drawn["randomness"].partition(":")
    sources = {"drand": rest.partition(":")[0], "dice": str(len(rest)), "seed": rest}
    source = f"{kind}:{sources.get(kind, drawn['source'].partition(':')[2])}"
    faults = []
    if drawn["source"] != source:
        faults.append(f"randomness: its source is {source}, {drawn['source']} was published")
    if sealed.get("source", source) != source:
        faults.append(f"randomness: the seal names {sealed['source']}, {source} was used")
    if drawn["rehearsal"] != (kind == "seed"):
        faults.append("randomness: only a seed is a rehearsal, and a seed is nothing else")
    if kind == "drand":
        faults += check_drand(drawn, sealed)
    elif kind == "reveal":
        faults += check_reveal(drawn)
    elif kind not in sources or not rest.isdecimal() or drawn["value"] != drawn["randomness"]:
        faults.append(f"randomness: {drawn['value']} does not follow from {drawn['randomness']}")
    return faults


def check_draw(sealed: Doc, drawn: Doc, held: Callable[[int], list[list[int]]]) -> Iterator[str]:
    """The randomness is sound, and the ticket and the people follow from it and from the seal.

    held : of `check_lottery.py`: on how many of the first tickets each person of each type has a seat.
    """
    yield from check_randomness(sealed, drawn)
    total, counter, value, digest = sum(sealed["tickets"]), 0, drawn["value"], ""
    limit = 2**256 - 2**256 % total
    dice = value[5:] if value[:5] == "dice:" else ""
    if dice and 10 ** len(dice) != total and len(dice) < len(str(total)) + SPARE:
        yield f"randomness: {len(dice)} dice are too few for {total} tickets"
    number = int(dice) if dice.isdecimal() and 10 ** len(dice) == total else limit
    while number >= limit:
        digest = sha256(f"{sealed['commitment']}\n{value}\n{counter}")
        number, counter = int(digest, 16), counter + 1
    ticket = number % total
    rows = zip(sealed["types"], held(ticket), held(ticket + 1), strict=True)
    people = [p for ids, *n in rows for p, old, new in zip(ids, *n, strict=True) if new > old]
    panel = sum(end <= ticket for end in accumulate(sealed["tickets"]))
    found = {"digest": digest, "ticket": ticket, "panel": panel, "people": people}
    for name in (name for name in found if drawn[name] != found[name]):
        yield f"randomness: {name} follows from it as {found[name]}, {drawn[name]} was published"


def check_round(number: str, signature: str) -> int:
    """Say the randomness of one round, or why it has none."""
    try:
        print(randomness_of(int(number), signature))
    except (ValueError, OverflowError) as problem:
        print(f"round {number}: {problem}")
        return 1
    return 0


def main(arguments: list[str]) -> int:
    """Check one round, or a draw, as the command line names it."""
    if len(arguments) != 2:
        print(__doc__)
        return 2
    try:
        if arguments[0].isdecimal():
            return check_round(*arguments)
        files = [json.loads(Path(path).read_text("utf-8")) for path in arguments]
        lottery, drawn = (document.get("results", document) for document in files)
        faults = check_randomness(lottery.get("sealed", lottery), drawn)
    except (OSError, ValueError, OverflowError, LookupError, TypeError, AttributeError) as problem:
        print(f"cannot be read: {problem!r}")
        return 2
    print("\n".join(faults) or f"The randomness is {drawn['value']}.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
