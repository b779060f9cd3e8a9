"""Makes the npki_*.pem anew: a fresh test key under NPKI's two old schemes, and its certificate.

Needs Python 3 and OpenSSL 3 with its legacy provider. Shares no code with the crate: SHA-1 is
Python's, SEED is OpenSSL's, and the DER is put together by hand.
"""

import base64
import hashlib
import os
import subprocess

PASSPHRASE = b"changeit"
ITERATIONS = 2048


def openssl(*args, data=b""):
    return subprocess.run(["openssl", *args], input=data, capture_output=True, check=True).stdout


def tlv(tag, *parts):
    body = b"".join(parts)
    if len(body) < 0x80:
        length = bytes([len(body)])
    else:
        size = (len(body).bit_length() + 7) // 8
        length = bytes([0x80 | size]) + len(body).to_bytes(size, "big")
    return bytes([tag]) + length + body


def wrap(name, oid, iv_of, pkcs8):
    salt = os.urandom(8)
    derived = PASSPHRASE + salt
    for _ in range(ITERATIONS):
        derived = hashlib.sha1(derived).digest()
    legacy = ["-provider", "legacy", "-provider", "default"]
    sealed = openssl("enc", "-seed-cbc", "-K", derived[:16].hex(), "-iv", iv_of(derived).hex(), *legacy, data=pkcs8)
    parameters = tlv(0x30, tlv(0x04, salt), tlv(0x02, ITERATIONS.to_bytes(2, "big")))
    der = tlv(0x30, tlv(0x30, tlv(0x06, bytes.fromhex(oid)), parameters), tlv(0x04, sealed))
    text = base64.encodebytes(der).decode().replace("\n", "")
    lines = [text[at : at + 64] for at in range(0, len(text), 64)]
    with open(name, "w", encoding="ascii") as file:
        file.write("\n".join(["-----BEGIN ENCRYPTED PRIVATE KEY-----", *lines, "-----END ENCRYPTED PRIVATE KEY-----", ""]))


pem = openssl("genpkey", "-quiet", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048")
plain = openssl("pkcs8", "-topk8", "-nocrypt", "-outform", "DER", data=pem)
with open("npki_public.pem", "wb") as file:
    file.write(openssl("pkey", "-pubout", data=pem))
name = ["-subj", "/C=KR/O=A test of ours/CN=T0000", "-set_serial", "0x07072e2560d1ee8a", "-days", "1826"]
with open("npki_key.tmp", "wb") as file:
    file.write(pem)
with open("npki_certificate.pem", "wb") as file:
    file.write(openssl("req", "-new", "-x509", "-key", "npki_key.tmp", *name))
os.remove("npki_key.tmp")

# Real keys carry a random number as an attribute: 1.2.410.200004.10.1.1.3.
attribute = tlv(0x30, tlv(0x06, bytes.fromhex("2a831a8c9a440a010103")), tlv(0x31, tlv(0x03, b"\0", os.urandom(20))))
fields = plain[4:]
with_attribute = tlv(0x30, fields, tlv(0xA0, attribute))

wrap("npki_derived.pem", "2a831a8c9a44010f", lambda derived: hashlib.sha1(derived[16:]).digest()[:16], with_attribute)
wrap("npki_fixed.pem", "2a831a8c9a440104", lambda derived: b"0123456789012345", plain)
