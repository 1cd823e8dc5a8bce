"""Settings: flags, then ASSISTANT_* variables, then assistant.toml in the working directory, then defaults."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

PREFIX = "ASSISTANT_"
FILE = "assistant.toml"

Folder = Annotated[Path, AfterValidator(Path.expanduser)]

Endpoint = Annotated[str, Field(pattern=r"^https?://\S+$")]
Origin = Annotated[str, Field(pattern=r"^https?://[^\s/]+$")]
VectorsAddress = Annotated[str, Field(pattern=r"^milvus://[^\s]+$")]
FormAddress = Annotated[str, Field(pattern=r"^https?://[^\s#]+$")]


class WrongSetting(ValueError):
    """A setting is unknown or not of its kind; the text names where it stands and the settings there are."""


def bundled_corpus() -> Path:
    """The folder of documents that comes with the assistant, in a checkout and installed alike."""
    return Path(__file__).resolve().parent.parent / "corpus"


class Settings(BaseSettings):
    """What may be set, whatever the way."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, toml_file=FILE, extra="forbid", frozen=True
    )

    corpus: Folder = Field(default_factory=bundled_corpus, description="folder of documents to answer from")
    state: Folder = Field(default=Path("var"), description="folder for the index and the conversations")
    model: Folder | None = Field(default=None, description="folder of the model, where set-up put it elsewhere")
    host: str = Field(default="127.0.0.1", min_length=1, description="address to serve on")
    port: int = Field(default=8000, ge=0, le=65_535, description="port to serve on; 0 takes a free one")
    ticket_url: FormAddress | None = Field(
        default=None, description="address of the Zendesk form for a new ticket, to link to with a draft filled in"
    )
    open: bool = Field(default=False, description="answer anybody, on any address, without a token")
    origins: tuple[Origin, ...] = Field(default=(), description="sites whose pages may call the API from a browser")
    rate: int = Field(default=600, ge=1, description="requests a minute for each token without a rate of its own")
    at_once: int = Field(default=16, ge=1, description="requests under way for each token without a bound of its own")
    user_rate: int = Field(default=60, ge=1, description="questions a minute for each end user that a program names")
    user_at_once: int = Field(default=4, ge=1, description="questions under way for each end user")
    slots: int = Field(default=16, ge=1, le=40, description="requests worked on together in each process")
    waiting: int = Field(default=256, ge=0, description="requests that wait for their turn there; more are refused")
    vectors: VectorsAddress | None = Field(
        default=None, description="Milvus server that keeps the vectors, as milvus://host:port"
    )
    rules: Literal["automatic", "reviewed"] = Field(
        default="automatic", description="whether rules that are read out wait until somebody approves them"
    )
    approvals: Folder | None = Field(
        default=None, description="file of the rules approved; without one, approved-rules.txt in the state folder"
    )
    gate: Folder | None = Field(default=None, description="file of cases that a new generation answers first")
    gate_margin: float = Field(
        default=0.02, ge=0, le=1, description="share of the cases by which a new generation may do worse"
    )
    webhook_secret: SecretStr | None = Field(
        default=None, min_length=16, description="what GitHub signs its calls for a rebuild with"
    )
    workers: int = Field(default=1, ge=1, le=64, description="processes that answer")
    traces: Endpoint | None = Field(default=None, description="where OpenTelemetry traces go (OTLP over HTTP)")
    watch: bool = Field(default=True, description="build the index anew when a document changes")

    @property
    def approved(self) -> Path | None:
        """The file of approved rules, where rules are reviewed."""
        return (self.approvals or self.state / "approved-rules.txt") if self.rules == "reviewed" else None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load_settings(**flags: Any) -> Settings:
    """The settings in force; flags that are None were not given. Raises WrongSetting."""
    _refuse_unknown_variables()
    try:
        return Settings(**{name: value for name, value in flags.items() if value is not None})
    except tomllib.TOMLDecodeError as error:
        raise WrongSetting(f"{FILE} is not TOML: {error}") from error
    except UnicodeDecodeError as error:
        raise WrongSetting(f"{FILE} is not TOML: it is not UTF-8") from error
    except SettingsError as error:
        raise WrongSetting(f"{error}: give a list as JSON") from error
    except ValidationError as error:
        raise WrongSetting("; ".join(_complaint(dict(one)) for one in error.errors())) from error


def _refuse_unknown_variables() -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    unknown = sorted(name for name in os.environ if name.upper().startswith(PREFIX) and name.upper() not in known)
    if unknown:
        raise WrongSetting(f"unknown setting {unknown[0]} in the environment: there are {', '.join(sorted(known))}")


def _complaint(error: dict[str, Any]) -> str:
    name = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        return f"unknown setting {name} in {FILE}: there are {', '.join(sorted(Settings.model_fields))}"
    return f"setting {name}: {error['msg'][0].lower()}{error['msg'][1:]}, not {error['input']!r}"
