"""python -m portal.embedded COMMAND: services, stop, reset, assets, bootstrap-sql."""

import argparse
import sys

from portal import env
from portal.embedded import bootstrap, frontend, places, process, services
from portal.embedded.steps import step


def main(arguments: list[str] | None = None) -> int:
    """Run one command; what went wrong is told in plain words on standard error."""
    parser = argparse.ArgumentParser(prog="python -m portal.embedded", description=__doc__)
    parser.add_argument("command", choices=sorted(COMMANDS))
    parser.add_argument("--data-dir", help="default: DATA_DIR, else .data in the project")
    chosen = parser.parse_args(arguments)
    try:
        env.load_file(places.ROOT / ".env")
        COMMANDS[chosen.command](chosen.data_dir)
    except (
        env.Misconfigured,
        process.WouldNotStart,
        services.InUse,
        frontend.BuildFailed,
        OSError,
    ) as problem:
        print(f"portal: {problem}", file=sys.stderr)
        return 1
    return 0


def _services(data_dir: str | None) -> None:
    with step("Starting PostgreSQL and Valkey"):
        running = services.keep_running(data_dir)
    print(f"DATABASE_URL={running.database_url}")
    print(f"DATABASE_OWNER_URL={running.database_owner_url}")
    print(f"REDIS_URL={running.redis_url}")
    print(f"EVALUATOR_DATABASE_URL={running.evaluator_database_url}")


def _stop(data_dir: str | None) -> None:
    if not services.let_go(data_dir):
        print("portal: a running site still uses them; they stop when it does.", file=sys.stderr)


def _reset(data_dir: str | None) -> None:
    if env.given("DATABASE_URL"):
        raise services.InUse(
            "DATABASE_URL names a database of your own, and reset is for the embedded one only."
            " Nothing was deleted."
        )
    services.reset(data_dir)


def _assets(data_dir: str | None) -> None:
    with step("Building styles, scripts and fonts"):
        frontend.build()


def _bootstrap_sql(data_dir: str | None) -> None:
    print(bootstrap.script(), end="")


COMMANDS = {
    "services": _services,
    "stop": _stop,
    "reset": _reset,
    "assets": _assets,
    "bootstrap-sql": _bootstrap_sql,
}

if __name__ == "__main__":
    sys.exit(main())
