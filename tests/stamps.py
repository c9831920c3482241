"""A time-stamping authority of our own, invented, for tests: RFC 3161 responses built in DER by hand."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NOW = datetime(2026, 5, 1, 9, 0, 0, tzinfo=UTC)
SHA256, RSA = "2.16.840.1.101.3.4.2.1", "1.2.840.113549.1.1.1"
SIGNED_DATA, TST_INFO = "1.2.840.113549.1.7.2", "1.2.840.113549.1.9.16.1.4"


def der(tag: int, *parts: bytes) -> bytes:
    """One DER value."""
    body = b"".join(parts)
    size = len(body)
    long = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag]) + (bytes([size]) if size < 128 else bytes([0x80 | len(long)]) + long) + body


def oid(text: str) -> bytes:
    """An object identifier."""
    numbers = [int(part) for part in text.split(".")]
    body = bytes([40 * numbers[0] + numbers[1]])
    for number in numbers[2:]:
        digits = [number & 0x7F]
        while number := number >> 7:
            digits.append(0x80 | number & 0x7F)
        body += bytes(reversed(digits))
    return der(0x06, body)


def whole(number: int) -> bytes:
    """An integer."""
    return der(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def algorithm(text: str) -> bytes:
    """An algorithm's identifier without parameters of weight."""
    return der(0x30, oid(text), b"\x05\x00")


@dataclass(frozen=True)
class Authority:
    """Its key and certificates."""

    root: x509.Certificate
    leaf: x509.Certificate
    key: rsa.RSAPrivateKey

    def stamp(self, digest: bytes, *, hash_oid: str = SHA256, status: int = 0) -> bytes:
        """A response over `digest`."""
        info = der(
            0x30, whole(1), oid("1.3.6.1.4.1.99999.1"), der(0x30, algorithm(hash_oid), der(0x04, digest)),
            whole(77), der(0x18, NOW.strftime("%Y%m%d%H%M%SZ").encode()),
        )  # fmt: skip
        attributes = [
            der(0x30, oid("1.2.840.113549.1.9.3"), der(0x31, oid(TST_INFO))),
            der(
                0x30,
                oid("1.2.840.113549.1.9.4"),
                der(0x31, der(0x04, hashlib.sha256(info).digest())),
            ),
        ]
        signed = b"".join(sorted(attributes))
        signature = self.key.sign(der(0x31, signed), padding.PKCS1v15(), hashes.SHA256())
        certificate = self.leaf.public_bytes(serialization.Encoding.DER)
        issuer = self.leaf.issuer.public_bytes()
        signer = der(
            0x30, whole(1), der(0x30, issuer, whole(self.leaf.serial_number)), algorithm(SHA256),
            der(0xA0, signed), algorithm(RSA), der(0x04, signature),
        )  # fmt: skip
        content = der(
            0x30, whole(3), der(0x31, algorithm(SHA256)),
            der(0x30, oid(TST_INFO), der(0xA0, der(0x04, info))), der(0xA0, certificate), der(0x31, signer),
        )  # fmt: skip
        token = der(0x30, oid(SIGNED_DATA), der(0xA0, content))
        return der(0x30, der(0x30, whole(status)), token)

    def token(self, digest: bytes) -> bytes:
        """The bare token of a response."""
        response = self.stamp(digest)
        return response[response.index(der(0x30, whole(0))) + 5 :]


def make_authority(name: str = "Velmara time (invented)", *, may_stamp: bool = True) -> Authority:
    """A root and an authority under it."""
    keys = [rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2)]
    root_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{name}, root")])
    leaf_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])

    def certificate(subject: x509.Name, key: rsa.RSAPrivateKey, *, ca: bool) -> x509.Certificate:
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(root_name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW - timedelta(days=30))
            .not_valid_after(NOW + timedelta(days=3650))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        )
        if not ca:
            use = (
                ExtendedKeyUsageOID.TIME_STAMPING if may_stamp else ExtendedKeyUsageOID.SERVER_AUTH
            )
            builder = builder.add_extension(x509.ExtendedKeyUsage([use]), critical=True)
        return builder.sign(keys[0], hashes.SHA256())

    return Authority(
        certificate(root_name, keys[0], ca=True), certificate(leaf_name, keys[1], ca=False), keys[1]
    )
