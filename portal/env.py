"""Strict readers of environment variables: a wrong or missing value stops the start and says which one."""

import os
import re
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

HINT = "See .env.example."
SHORTEST_SECRET = 32
DATABASE_OPTIONS = {"sslmode", "sslrootcert", "connect_timeout", "application_name"}

_LINE = re.compile(r"(?:export\s+)?(?P<name>[A-Z][A-Z0-9_]*)=(?P<value>.*)")


class Misconfigured(Exception):
    """The environment lacks a value or holds a wrong one; the message names the variable."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name} {problem} {HINT}")


def load_file(file: Path) -> None:
    """Fill in variables that are not set yet from `file` (NAME=value, # comments), if it exists."""
    if not file.is_file():
        return
    for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _LINE.fullmatch(line.strip())
        if not match:
            raise Misconfigured(f"{file.name} line {number}", "is not NAME=value.")
        value = match["value"].strip()
        if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1]
        os.environ.setdefault(match["name"], value)


def given(name: str) -> bool:
    """Whether the variable is set, itself or by NAME_FILE."""
    return bool(os.environ.get(name) or os.environ.get(f"{name}_FILE"))


def text(name: str, default: str | None = None) -> str:
    """The variable as it is; without a default it must be set and not empty."""
    return _raw(name, default)


def words(name: str, default: Sequence[str] | None = None) -> list[str]:
    """A comma-separated list."""
    raw = _raw(name, None if default is None else ",".join(default))
    return [word.strip() for word in raw.split(",") if word.strip()]


def command(name: str, default: str | None = None) -> list[str]:
    """A command and its arguments, quoted as in a shell; none for an empty default."""
    raw = _raw(name, default)
    try:
        return shlex.split(raw)
    except ValueError as error:
        raise Misconfigured(name, "has a quotation mark that is not closed.") from error


def flag(name: str, default: bool | None = None) -> bool:
    """Exactly `true` or `false`: a misspelt flag must not mean either."""
    raw = _raw(name, None if default is None else str(default).lower())
    if raw not in ("true", "false"):
        raise Misconfigured(name, f"must be true or false, not “{raw}”.")
    return raw == "true"


def number(name: str, default: int | None = None, *, minimum: int = 0) -> int:
    """A whole number of at least `minimum`."""
    raw = _raw(name, None if default is None else str(default))
    if not re.fullmatch(r"-?\d+", raw) or int(raw) < minimum:
        raise Misconfigured(name, f"must be a whole number of {minimum} or more, not “{raw}”.")
    return int(raw)


def secret(name: str, default: str | None = None) -> str:
    """A random text of at least 32 characters; its value never appears in a message."""
    raw = _raw(name, default)
    if len(raw) < SHORTEST_SECRET or len(set(raw)) < SHORTEST_SECRET // 4:
        problem = f"must be at least {SHORTEST_SECRET} random characters. Make one with: openssl rand -base64 48."
        raise Misconfigured(name, problem)
    return raw


def url(name: str, default: str | None = None, *, schemes: Sequence[str] = ("https",)) -> str:
    """An address with one of `schemes` and a host; it may hold a password, so messages do not repeat it."""
    raw = _raw(name, default)
    _split(name, raw, schemes)
    return raw


def path(name: str, default: Path | None = None) -> Path:
    """An absolute path; `~` is the home folder."""
    raw = Path(_raw(name, None if default is None else str(default))).expanduser()
    if not raw.is_absolute():
        raise Misconfigured(name, f"must be an absolute path, not “{raw}”.")
    return raw


def database(name: str, default: str | None = None) -> dict[str, Any]:
    """postgresql://user:password@host:port/name?sslmode=… as an entry of Django's DATABASES."""
    parts = _split(name, _raw(name, default), ("postgresql", "postgres"))
    options = dict(parse_qsl(parts.query))
    if unknown := sorted(options.keys() - DATABASE_OPTIONS):
        raise Misconfigured(name, f"has an option that is not known: {', '.join(unknown)}.")
    database_name = unquote(parts.path.removeprefix("/"))
    if not database_name or not parts.username:
        raise Misconfigured(name, "must look like postgresql://user:password@host:5432/database.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database_name,
        "USER": unquote(parts.username),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or 5432),
        "OPTIONS": options,
    }


def _raw(name: str, default: str | None) -> str:
    """The variable, or the content of the file that NAME_FILE names (secrets mounted as files)."""
    file = os.environ.get(f"{name}_FILE", "")
    value = os.environ.get(name, "")
    if file and value:
        raise Misconfigured(name, f"and {name}_FILE are both set; keep one.")
    if file:
        try:
            value = Path(file).read_text("utf-8").strip()
        except OSError as error:
            raise Misconfigured(f"{name}_FILE", f"cannot be read: {error.strerror}.") from error
    if value:
        return value
    if default is None:
        raise Misconfigured(name, "is not set.")
    return default


def _split(name: str, raw: str, schemes: Sequence[str]) -> SplitResult:
    wanted = " or ".join(f"{scheme}://" for scheme in schemes)
    try:
        parts = urlsplit(raw)
        _ = parts.port
    except ValueError as error:
        raise Misconfigured(
            name, f"is not an address that can be read; it starts with {wanted}."
        ) from error
    if parts.scheme not in schemes or not (parts.hostname or parts.scheme == "unix"):
        raise Misconfigured(name, f"must be an address that starts with {wanted} and names a host.")
    return parts
