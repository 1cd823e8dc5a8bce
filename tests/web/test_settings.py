"""Settings: which source wins, what is refused, and what the defaults are."""

from collections.abc import Callable
from pathlib import Path

import pytest

from web.settings import Settings, WrongSetting, bundled_corpus, load_settings


@pytest.fixture(autouse=True)
def working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv("ASSISTANT_" + name.upper(), raising=False)
    return tmp_path


@pytest.fixture
def toml(working_directory: Path) -> Callable[[str], int]:
    return (working_directory / "assistant.toml").write_text


def test_without_any_setting_the_bundled_documents_are_served_to_this_machine_alone() -> None:
    settings = load_settings()
    assert (settings.corpus, settings.state, settings.host, settings.port, settings.watch) == (
        bundled_corpus(),
        Path("var"),
        "127.0.0.1",
        8000,
        True,
    )
    assert list(settings.corpus.glob("*.md"))


def test_a_flag_beats_a_variable_beats_the_file_beats_the_default(toml, monkeypatch: pytest.MonkeyPatch) -> None:
    toml('port = 1\nhost = "file"\nstate = "file"')
    monkeypatch.setenv("ASSISTANT_PORT", "2")
    monkeypatch.setenv("ASSISTANT_HOST", "variable")
    settings = load_settings(port=3, host=None)
    assert (settings.port, settings.host, settings.state, settings.watch) == (3, "variable", Path("file"), True)


def test_an_empty_variable_counts_as_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_PORT", "")
    assert load_settings().port == 8000


@pytest.mark.parametrize("source", ["flag", "variable", "file"])
def test_a_tilde_is_the_home_folder(source: str, toml, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    if source == "variable":
        monkeypatch.setenv("ASSISTANT_CORPUS", "~/docs")
    elif source == "file":
        toml('corpus = "~/docs"')
    assert load_settings(corpus="~/docs" if source == "flag" else None).corpus == tmp_path / "docs"


def test_an_unknown_variable_is_refused_with_those_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_PROT", "9000")
    with pytest.raises(WrongSetting, match=r"ASSISTANT_PROT in the environment: there are .*ASSISTANT_PORT"):
        load_settings()


def test_an_unknown_setting_in_the_file_is_refused_with_those_there_are(toml) -> None:
    toml("prot = 9000")
    with pytest.raises(
        WrongSetting,
        match=r"prot in assistant\.toml: there are approvals, at_once, .*host, .*, waiting, watch, .*workers",
    ):
        load_settings()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        pytest.param("port = 65536", "setting port: .*65535", id="port too high"),
        pytest.param('port = "http"', "setting port: .*integer", id="port not a number"),
        pytest.param('host = ""', "setting host", id="no host"),
        pytest.param("port 9000", r"assistant\.toml is not TOML", id="no TOML"),
    ],
)
def test_a_wrong_value_is_refused_by_name(text: str, complaint: str, toml) -> None:
    toml(text)
    with pytest.raises(WrongSetting, match=complaint):
        load_settings()


@pytest.mark.parametrize("address", ["javascript:alert(1)", "tickets", "https://a b"])
def test_the_address_of_the_ticket_form_is_one_of_the_web(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("ASSISTANT_TICKET_URL", address)
    with pytest.raises(WrongSetting, match="ticket_url"):
        load_settings()
