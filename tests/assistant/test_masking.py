"""What is kept of a question tells no secret and nobody's address."""

from __future__ import annotations

import time

import pytest

from assistant.masking import masked


@pytest.mark.parametrize(
    "secret",
    [
        "ann.smith+x@example.org",
        "ghp_0123456789abcdefghijABCDEFGHIJ012345",
        "AKIAIOSFODNN7EXAMPLE",
        "xoxb-123456789012-abcdefghijkl",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
        "0123456789abcdef0123456789abcdef",
        "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY1",
        "4111 1111 1111 1111",
        "QQ 12 34 56 C".replace("QQ", "AB"),
        "+44 7911 123456",
        "020 7946 0958",
        "192.168.17.4",
        "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----",
    ],
)
def test_what_looks_secret_or_personal_is_masked(secret: str) -> None:
    text = masked(f"we used {secret} and it failed")
    assert secret not in text
    assert text.startswith("we used [")
    assert text.endswith("] and it failed")


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("the password is hunter2", "the password[secret]"),
        ("api_key=hunter2", "api_key[secret]"),
        ("Bearer hunter2hunter2", "Bearer [secret]"),
        ("https://ann:hunter2@example.org/x", "https://[password]@example.org/x"),
    ],
)
def test_what_is_called_a_secret_is_masked(told: str, kept: str) -> None:
    assert masked(told) == kept


@pytest.mark.parametrize(
    "text",
    [
        "Who renews TLS certificates?",
        "Is the password reset page documented?",
        "the token expired after 3600 seconds on 2026-11-23 at 16:40",
        "3rd Line--GDS Reliability Engineering",
        "release 1.2.3 of govuk-puppet broke #govuk-2ndline-tech",
        "https://github.com/alphagov/govuk-developer-docs/pull/1234567",
    ],
)
def test_plain_words_stay_as_they_are(text: str) -> None:
    assert masked(text) == text


@pytest.mark.parametrize("piece", ["a", "1 ", "a@", "aA1/", "password", "a.", "-----BEGIN PRIVATE KEY-----", "0("])
def test_no_text_takes_long(piece: str) -> None:
    began = time.perf_counter()
    masked((piece * 4_000)[:4_000])
    assert time.perf_counter() - began < 0.5
