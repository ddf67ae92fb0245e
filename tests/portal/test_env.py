import re
from pathlib import Path

import pytest

from portal import env

GOOD_SECRET = "kX9_w2Rk-Zq7Lm4Tn8Vb3Yc6Hd1Jf5Gs0Pa"


def problem(monkeypatch: pytest.MonkeyPatch, reader, value: str | None, **options: object) -> str:
    monkeypatch.delenv("THING", raising=False)
    if value is not None:
        monkeypatch.setenv("THING", value)
    with pytest.raises(env.Misconfigured) as caught:
        reader("THING", **options)
    return str(caught.value)


@pytest.mark.parametrize(
    "reader",
    [
        env.text,
        env.words,
        env.flag,
        env.number,
        env.secret,
        env.url,
        env.path,
        env.database,
        env.command,
    ],
)
@pytest.mark.parametrize("value", [None, ""])
def test_every_reader_names_a_missing_variable(monkeypatch, reader, value) -> None:
    assert problem(monkeypatch, reader, value) == "THING is not set. See .env.example."


def test_command_splits_as_a_shell_does(monkeypatch) -> None:
    monkeypatch.setenv("THING", "/opt/my\\ scan --say 'two words'")
    assert env.command("THING") == ["/opt/my scan", "--say", "two words"]
    said = problem(monkeypatch, env.command, "scan 'x")
    assert said == "THING has a quotation mark that is not closed. See .env.example."
    monkeypatch.delenv("THING")
    assert env.command("THING", default="") == []


@pytest.mark.parametrize("value", ["True", "1", "yes", "on", " true", "fasle"])
def test_flag_refuses_anything_but_true_and_false(monkeypatch, value) -> None:
    said = problem(monkeypatch, env.flag, value)
    assert said == f"THING must be true or false, not “{value}”. See .env.example."


def test_flag_reads_both_words(monkeypatch) -> None:
    monkeypatch.setenv("THING", "true")
    assert env.flag("THING", default=False) is True
    monkeypatch.setenv("THING", "false")
    assert env.flag("THING", default=True) is False


@pytest.mark.parametrize("value", ["1.5", "ten", "-1", "0x1"])
def test_number_refuses_what_is_no_whole_number(monkeypatch, value) -> None:
    said = problem(monkeypatch, env.number, value)
    assert said == f"THING must be a whole number of 0 or more, not “{value}”. See .env.example."


def test_number_holds_the_minimum(monkeypatch) -> None:
    monkeypatch.setenv("THING", "2")
    assert env.number("THING", minimum=2) == 2
    assert "3 or more, not “2”" in problem(monkeypatch, env.number, "2", minimum=3)


@pytest.mark.parametrize("value", ["changeme", "a" * 64, "ab" * 32])
def test_secret_refuses_weak_ones_without_repeating_them(monkeypatch, value) -> None:
    said = problem(monkeypatch, env.secret, value)
    assert said.startswith("THING must be at least 32 random characters.")
    assert value not in said


def test_secret_comes_from_a_file(monkeypatch, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text(f"{GOOD_SECRET}\n")
    monkeypatch.delenv("THING", raising=False)
    monkeypatch.setenv("THING_FILE", str(file))
    assert env.secret("THING") == GOOD_SECRET
    monkeypatch.setenv("THING", GOOD_SECRET)
    with pytest.raises(env.Misconfigured, match="THING and THING_FILE are both set; keep one"):
        env.secret("THING")


def test_unreadable_file_is_named(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.delenv("THING", raising=False)
    monkeypatch.setenv("THING_FILE", str(tmp_path / "missing"))
    with pytest.raises(env.Misconfigured, match="THING_FILE cannot be read: No such file"):
        env.text("THING")


def test_words_are_trimmed_and_never_empty(monkeypatch) -> None:
    monkeypatch.setenv("THING", " a.example , b.example,, ")
    assert env.words("THING") == ["a.example", "b.example"]


def test_path_is_absolute(monkeypatch) -> None:
    assert "must be an absolute path, not “data”" in problem(monkeypatch, env.path, "data")
    monkeypatch.setenv("THING", "~/data")
    assert env.path("THING") == Path.home() / "data"


@pytest.mark.parametrize("value", ["http://a.example", "a.example", "https://", "https://a:port/"])
def test_url_refuses_other_schemes_and_missing_hosts(monkeypatch, value) -> None:
    said = problem(monkeypatch, env.url, value)
    assert said.startswith("THING ")
    assert "https://" in said


def test_url_of_a_socket_needs_no_host(monkeypatch) -> None:
    monkeypatch.setenv("THING", "unix:///run/valkey.sock")
    assert env.url("THING", schemes=("redis", "unix")) == "unix:///run/valkey.sock"


def test_database_takes_the_address_apart(monkeypatch) -> None:
    monkeypatch.setenv("THING", "postgresql://app:p%40ss%2F@db.example:5433/portal?sslmode=require")
    assert env.database("THING") == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "portal",
        "USER": "app",
        "PASSWORD": "p@ss/",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("postgresql://db.example/portal", "must look like postgresql://user:password@host"),
        ("postgresql://app@db.example/", "must look like postgresql://user:password@host"),
        ("mysql://app@db.example/portal", "must be an address that starts with postgresql://"),
        ("postgresql://app@db.example/portal?ssl=1", "has an option that is not known: ssl."),
    ],
)
def test_database_refuses(monkeypatch, value, said) -> None:
    assert said in problem(monkeypatch, env.database, value)


def test_load_file_fills_in_what_is_not_set(monkeypatch, tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("# comment\n\nTHING_A=from file\nexport THING_B='quoted # text'\nTHING_C=\n")
    for name in ("THING_B", "THING_C"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    monkeypatch.setenv("THING_A", "from environment")
    env.load_file(file)
    assert [env.text(f"THING_{x}", default="") for x in "ABC"] == [
        "from environment",
        "quoted # text",
        "",
    ]


def test_load_file_names_a_line_it_cannot_read(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("THING=1\nnonsense\n")
    with pytest.raises(env.Misconfigured, match=r"\.env line 2 is not NAME=value"):
        env.load_file(file)
    env.load_file(tmp_path / "missing")


def test_example_names_every_variable_of_the_settings() -> None:
    root = Path(env.__file__).resolve().parents[1]
    settings = (root / "portal/settings.py").read_text()
    read = set(re.findall(r"""(?:env\.\w+|_database)\(\s*"([A-Z_]+)\"""", settings))
    example = (root / ".env.example").read_text()
    named = set(re.findall(r"^#? ?([A-Z_]+)=", example, re.MULTILINE))
    assert read - named == set()
