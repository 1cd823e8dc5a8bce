"""What is kept of a question tells no secret and nobody's address; what an organisation calls its things stays."""

from __future__ import annotations

import time

import pytest

from assistant.masking import masked

SECRETS = {
    "jwt": "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.abc-DEF_ghi",
    "github": "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
    "github fine": "github_pat_11ABCDEFG0abcdefghijkl_0123456789abcdef",
    "gitlab": "glpat-xyzABC123456_-abcdef",
    "slack bot": "xoxb-17653672481-19874698323-pdFZKVeTuE8sk7oOcHrzqqgy",
    "slack app": "xapp-1-A0123-456-abcdef0123",
    "slack hook": "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
    "stripe": "sk_live_4eC39HqLyjWDarjtT1zdp7dc",
    "stripe test": "sk_test_4eC39HqLyjWDarjtT1zdp7dc",
    "stripe restricted": "rk_live_4eC39HqLyjWDarjtT1zdp7dc",
    "openai": "sk-proj-abcdEFGH1234567890abcd",
    "anthropic-like": "sk-ant-api03-abcd_EFGH-1234567890",
    "google": "AIzaSyA1234567890abcdefghijklmnopqrstuv",
    "google oauth": "ya29.a0AfH6SMBx1234567890abcdefg",
    "sendgrid": "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",
    "npm": "npm_1234567890abcdefghijABCDEFGHIJ123456",
    "pypi": "pypi-AgEIcHlwaS5vcmcCJGFiY2RlZjEyMzQ1Njc4",
    "hf": "hf_abcdefghijklmnopqrstuvwxyzABCDEFGH",
    "twilio": "SK0123456789abcdef0123456789abcdef",
    "digitalocean": "dop_v1_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    "vault": "hvs.CAESIJ1234567890abcdefghijk",
    "aws id": "AKIAIOSFODNN7EXAMPLE",
    "aws temp": "ASIAIOSFODNN7EXAMPLE",
    "aws secret": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "azure": "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq==",
    "md5": "d41d8cd98f00b204e9800998ecf8427e",
    "pk": "-----BEGIN PRIVATE KEY----- MIIEvQIBADANBgkqhkiG9w0BAQEFAASC -----END PRIVATE KEY-----",
    "openssh": "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk\n-----END OPENSSH PRIVATE KEY-----",
    "pgp": "-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQVYBF\n-----END PGP PRIVATE KEY BLOCK-----",
    "email": "ann@example.org",
    "email2": "Ann.O'Neil@digital.cabinet-office.gov.uk",
    "email3": "ann_smith+tag@sub.example.co.uk",
    "email upper": "ANN@EXAMPLE.ORG",
    "email unicode": "zoë@exämple.org",
    "mailto": "mailto:ann@example.org",
    "phone intl": "+44 20 7946 0958",
    "phone intl2": "+447911123456",
    "phone 0044": "0044 20 7946 0958",
    "phone": "020 7946 0958",
    "phone2": "(020) 7946 0958",
    "phone3": "07700 900123",
    "phone4": "07700900123",
    "phone5": "07700-900-123",
    "phone6": "0131 496 0123",
    "phone us": "+1 (555) 010-9999",
    "phone us2": "555-010-9999",
    "phone parens": "+44 (0)20 7946 0958",
    "phone dots": "+33.1.99.00.12.34",
    "nino": "QQ123456C",
    "nino2": "AB 12 34 56 C",
    "nino3": "ab123456c",
    "nino4": "AB-12-34-56-C",
    "nhs": "943 476 5919",
    "card": "4111 1111 1111 1111",
    "card2": "4111111111111111",
    "card3": "5500-0000-0000-0004",
    "amex": "3782 822463 10005",
    "iban": "GB82 WEST 1234 5698 7654 32",
    "iban2": "GB82WEST12345698765432",
    "ip": "192.168.17.4",
    "ipv6": "2001:db8:85a3::8a2e:370:7334",
    "passport": "passport number 925665416",
    "postcode": "SW1A 1AA",
    "url creds": "https://ann:hunter2@example.org/x",
    "url creds2": "postgres://admin:s3cr3t@db.internal:5432/app",
    "url creds3": "redis://:s3cr3tpw@cache:6379",
    "url query": "https://example.org/cb?token=abc123def&x=1",
    "url query2": "https://example.org/?api_key=abc123def",
    "url sig": "https://bucket.s3.amazonaws.com/x?X-Amz-Signature=fe5f80f77d5fa3beca038a248ff027d0445342fe2855ddc963176630326f1024",
    "dob": "born on 12/03/1984",
}
TOLD = [  # what is said, and the words of it that must go
    ("password: hunter2", "hunter2"),
    ("password is hunter2", "hunter2"),
    ("my password is 'correct horse'", "correct"),
    ("pwd is hunter2", "hunter2"),
    ("pwd=hunter2", "hunter2"),
    ("passwd hunter2!", "hunter2!"),
    ("passphrase: hunter2", "hunter2"),
    ("PASSWORD=hunter2", "hunter2"),
    ("DB_PASSWORD=hunter2", "hunter2"),
    ('"password": "hunter2"', "hunter2"),
    ('password = "hunter 2"', "hunter"),
    ("password was hunter2", "hunter2"),
    ("the password for staging is hunter2", "hunter2"),
    ("pass: hunter2", "hunter2"),
    ("secret: s3kr1t", "s3kr1t"),
    ("client_secret=s3kr1t", "s3kr1t"),
    ("clientSecret: s3kr1t", "s3kr1t"),
    ("token: abc123", "abc123"),
    ("access_token=abc123", "abc123"),
    ("my token is abc123", "abc123"),
    ("API key: abc123", "abc123"),
    ("api-key abc123", "abc123"),
    ("apikey=abc123", "abc123"),
    ("X-API-Key: abc123", "abc123"),
    ("Authorization: Bearer abcdef123456", "abcdef123456"),
    ("Authorization: Basic YW5uOmh1bnRlcjI=", "YW5uOmh1bnRlcjI="),
    ("Authorization: Token abcdef123", "abcdef123"),
    ("curl -u ann:hunter2 https://x", "hunter2"),
    ("--password hunter2", "hunter2"),
    ("--password=hunter2", "hunter2"),
    ("Cookie: session=abc123def", "abc123def"),
    ("my PIN is 4821", "4821"),
    ("otp 482193", "482193"),
    ("2FA code is 482193", "482193"),
    ("credentials are admin/hunter2", "hunter2"),
    ("login: admin, password hunter2", "hunter2"),
    ("private key: abc123", "abc123"),
    ("secret key is abc123", "abc123"),
    ("My name is Ann Smith", "Ann Smith"),
]
PLAIN = [
    "Who renews TLS certificates?",
    "Is the password reset page documented?",
    "How do I reset my password?",
    "my password is expired, who helps?",
    "The password is wrong, who do I ask?",
    "the token expired after 3600 seconds on 2026-11-23 at 16:40",
    "Where do we store the secret key for signon?",
    "Who rotates the API key for Notify?",
    "the API key has been revoked",
    "token is invalid",
    "3rd Line--GDS Reliability Engineering",
    "release 1.2.3 of govuk-puppet broke #govuk-2ndline-tech",
    "https://github.com/alphagov/govuk-developer-docs/pull/1234567",
    "commit 3f693d4 broke it",
    "commit 3f693d4e8b1c5a7d9e0f2a4b6c8d0e1f3a5b7c9d broke the build",
    "revert 82b8545",
    "#govuk-platform-engineering",
    "Zendesk ticket 5412345",
    "ticket #4928374",
    "JIRA-1234 and CVE-2024-12345",
    "python 3.11.4 and node 18.17.0",
    "version 10.2.3.4 of the gem",
    "http 503 since 09:15",
    "error code 0x80070005",
    "port 5432 on db-1",
    "job 1234567890 failed",
    "build 20261123.4 failed",
    "pod router-7d9f8b6c5d-x2x4z restarts",
    "region eu-west-2, bucket govuk-assets-production",
    "Trello card 12345",
    "between 2020 and 2023, 15 000 requests",
    "1,000,000 requests in 60000 ms",
    "the Pass token endpoint returns 401",
    "Who owns signon.publishing.service.gov.uk?",
    "@govuk-platform on Slack",
    "sha256:abcd",
    "uuid 123e4567-e89b-12d3-a456-426614174000",
    "content id 5f5c1a2b-7631-11e4-a3cb-005056011aef",
    "the secret is out",
    "who keeps the secrets?",
    "tokens: who makes them?",
    "we asked in 020",
    "2nd/3rd line",
    "TTL 86400 and 1700000000",
    "unix time 1700000000123",
    "date 2026-11-23T16:40:00Z",
    "npm_config_registry is not set",
    "sk-learn",
    "PR 2024-11-05",
    "/data/vhost/www.gov.uk/apps",
    "passwords are kept where?",
    "the password policy",
    "Fastly service 3Fc0bZ",
    "k8s 1.29.0-eks-5e0fdde",
    "my token is not accepted",
    "The secret was leaked, whom do we tell?",
    "The API key is in the repository, who removes it?",
    "CloudFront E2QWRUHAPOMQZL",
    "order 0800 to 1700",
    "open 08:00-17:00, call nobody",
    "ISBN 978-3-16-148410-0",
    "the 24 hours from 2026-11-23 08:00",
    "AB 12 things",
    "GDS-1234567",
    "https://github.com/alphagov/govuk-puppet/blob/main/modules/govuk/README2.md",
    "3rd_Line--GDS_Reliability_Engineering_2ndLine",
    "#govuk-2ndline-tech-and-Platform-Reliability-2024",
    "https://docs.publishing.service.gov.uk/manual/Alerts-And-Monitoring-2ndLine.html#Section-3",
    "01-02-2024 08:00 deploy of router",
    "release_1234567890 is behind",
    "it fails with ERR_SSL_VERSION_OR_CIPHER_MISMATCH2",
    "we call std::vec and a::b",
    "sudo -u deploy bundle exec rake, and curl -u http://localhost:3220",
    "docker run -v $PWD:/app -e APPLICATION_CREDENTIALS=/etc/auth.json",
    "2020-02-04 13:30:04       8833 2020-02-04T13:30:00.000 app.log.gz",
    "the [Technical 2nd Line password store](https://github.com/alphagov/secrets/blob/main/pass/2ndline)",
]


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS)
def test_what_looks_secret_or_personal_is_masked_and_the_words_around_it_stay(secret: str) -> None:
    text = masked(f"we used {secret} and it failed")
    assert secret not in text
    assert text.startswith("we used ")
    assert text.endswith(" and it failed")
    assert "[" in text


def test_of_a_key_that_does_not_end_nothing_is_kept() -> None:
    assert masked("we used -----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKC? AQEA") == "we used [key]"


@pytest.mark.parametrize(("told", "secret"), TOLD, ids=[told for told, _ in TOLD])
def test_what_is_called_a_secret_is_masked(told: str, secret: str) -> None:
    assert secret not in masked(told)
    assert "[" in masked(told)


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("the password is hunter2", "the password is [secret]"),
        ("api_key=hunter2", "api_key=[secret]"),
        ("Bearer hunter2hunter2", "Bearer [secret]"),
        ("https://ann:hunter2@example.org/x", "https://[password]@example.org/x"),
        ("https://example.org/cb?token=abc123def&x=1", "https://example.org/cb?token=[secret]&x=1"),
        ("my PIN is 4821, who resets it?", "my PIN is [number], who resets it?"),
    ],
)
def test_what_it_was_called_stays(told: str, kept: str) -> None:
    assert masked(told) == kept


@pytest.mark.parametrize("text", PLAIN)
def test_plain_words_and_names_of_things_stay_as_they_are(text: str) -> None:
    assert masked(text) == text


@pytest.mark.parametrize("text", [*SECRETS.values(), *(told for told, _ in TOLD)])
def test_what_is_masked_stays_as_it_is(text: str) -> None:
    assert masked(masked(text)) == masked(text)


@pytest.mark.parametrize("piece", ["a", "1 ", "a@", "aA1/", "password", "a.", "-----BEGIN PRIVATE KEY-----", "0("])
def test_no_text_takes_long(piece: str) -> None:
    began = time.perf_counter()
    masked((piece * 4_000)[:4_000])
    assert time.perf_counter() - began < 0.5
