"""Keys of the tests' own, made on the spot, and letters signed with them; the product itself holds no key."""

import datetime as dt
import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, NamedTuple

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec
from pyhanko_certvalidator.registry import SimpleCertificateStore

AUTHORITY = "Cơ quan chứng thực thử nghiệm"
SIGNER, STAMP = "Trần Văn Giám Đốc", "Sở Khoa học và Công nghệ thử nghiệm"


class Identity(NamedTuple):
    """A certificate with its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)


def identity(name: str, issuer: Identity | None = None, *, organisation: str = "") -> Identity:
    """Make a certificate: an authority's, which signs itself, or that of somebody whom one vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, name)]
    if organisation:
        parts.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation))
    subject = x509.Name(parts)
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=900))
        .not_valid_after(now + dt.timedelta(days=900))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=issuer is not None, content_commitment=issuer is not None,
                key_encipherment=False, data_encipherment=False, key_agreement=False,
                key_cert_sign=issuer is None, crl_sign=issuer is None, encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
        .sign(issuer.key if issuer else key, hashes.SHA256())
    )  # fmt: skip
    return Identity(made, key)


@cache
def authority() -> Identity:
    return identity(AUTHORITY)


@cache
def director() -> Identity:
    return identity(SIGNER, authority(), organisation=STAMP)


@cache
def stamp() -> Identity:
    return identity(STAMP, authority())


def aside(function: Callable[..., Any], *given: Any) -> Any:
    """Do in a thread what runs a loop of its own, as pyHanko does: browser tests are inside another one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(function, *given).result()


def signed(content: bytes, who: Identity | None = None, *, field: str = "ChuKy1", **meta: Any) -> bytes:
    """Return a PDF signed in a field, made where there is none of that name."""
    one = who or director()
    store = SimpleCertificateStore()
    store.register(asn1_x509.Certificate.load(authority().der))
    key = one.key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    signer = signers.SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(one.der),
        signing_key=asn1_keys.PrivateKeyInfo.load(key),
        cert_registry=store,
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(content))

    def sign() -> Any:
        return signers.sign_pdf(
            writer,
            signers.PdfSignatureMetadata(field_name=field, **meta),
            signer=signer,
            existing_fields_only=False,
            new_field_spec=None if b"/FT /Sig" in content else SigFieldSpec(field),
        )

    return bytes(aside(sign).getvalue())


def pdf_of(*lines: str) -> bytes:
    """Return a PDF of one page that says some lines in plain letters (Helvetica, so without Vietnamese)."""
    text = "BT /F1 12 Tf 60 780 Td 16 TL " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
    stream = text.encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length " + str(len(stream)).encode() + b" >>\nstream\n" + stream + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
