"""python -m portal.management.launch: the whole site on this machine, for `make run`."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from types import FrameType

from portal import env
from portal.embedded import frontend, places, process, services
from portal.embedded.steps import step
from portal.management.children import Children

# As on a server, but without https: what people look at are the site's own error pages.
DEMO = {"DEBUG": "false", "HTTPS": "false", "SYNTHETIC_DEMO": "true"}
HIGHEST_PORT = 32_767  # above, Linux hands ports out to outgoing connections
READY_SECONDS = 60


class NotStarted(Exception):
    """A step of the start failed; the message says which and what to do."""


class Stopped(Exception):
    """Ctrl-C or a polite kill."""


def main() -> int:
    """Start everything, wait, stop everything; 0 when it was asked to stop."""
    signal.signal(signal.SIGINT, _on_signal)
    signal.signal(signal.SIGTERM, _on_signal)
    children: Children | None = None
    try:
        environment = _environment()
        port = _free_port(environment)
        with step("Building styles, scripts and fonts"):
            frontend.build()
        embedded = not env.given("DATABASE_URL")
        if embedded:
            with step("Starting PostgreSQL and Valkey"):
                environment |= services.variables(services.use(environment.get("DATA_DIR")))
            environment |= DEMO
        _migrate(environment)
        if embedded:
            _load_demo(environment)
        else:
            _manage(environment, "collectstatic", "--noinput", title="Collecting static files")
        children = _children(environment)
        _wait_until_ready(children, port)
        _greet(port, embedded=embedded)
        _watch(children)
    except Stopped:
        return 0
    except (NotStarted, env.Misconfigured, process.WouldNotStart, frontend.BuildFailed) as problem:
        sys.stderr.write(f"portal: {problem}\n")
        return 1
    finally:
        _stop(children)
    return 0


def _environment() -> dict[str, str]:
    env.load_file(places.ROOT / ".env")
    return {"LOG_LEVEL": "WARNING", **os.environ}


def _free_port(environment: dict[str, str]) -> int:
    port = env.number("PORT", default=8000, minimum=1)
    if port > HIGHEST_PORT:
        raise NotStarted(f"PORT must be {HIGHEST_PORT} or less, not {port}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((places.LOOPBACK, port))
        except OSError as error:
            other = port + 1 if port < HIGHEST_PORT else port - 1
            raise NotStarted(
                f"Port {port} cannot be used ({error.strerror}). "
                f"Stop the program that has it, or choose another port: make run PORT={other}"
            ) from error
    environment["PORT"] = str(port)
    return port


def _manage(environment: dict[str, str], *arguments: str, title: str) -> None:
    command = [sys.executable, "manage.py", *arguments]
    with step(title):
        done = subprocess.run(  # noqa: S603 -- our own command
            command, cwd=places.ROOT, env=environment, capture_output=True, text=True, check=False
        )
    if done.returncode:
        words = f"manage.py {' '.join(arguments)}"
        raise NotStarted(f"{title} failed ({words}):\n{done.stdout}{done.stderr}".rstrip())


def _migrate(environment: dict[str, str]) -> None:
    """Bring the database up to date, where the owner's address is known (else the operator does)."""
    if env.given("DATABASE_OWNER_URL") or environment.get("DATABASE_OWNER_URL"):
        _manage(environment, "migrate", "--database", "owner", title="Updating the database")


def _load_demo(environment: dict[str, str]) -> None:
    """Load the demo once; a start that was cut short while loading goes on where it stopped."""
    done = places.data_dir(environment["DATA_DIR"]) / "demo-loaded"
    if not done.exists():
        _manage(environment, "seed_demo", title="Loading the demo")
        done.touch()


def _children(environment: dict[str, str]) -> Children:
    # Only migrations may change structure: the site itself never learns the owner's password.
    owner = ("DATABASE_OWNER_URL", "DATABASE_OWNER_URL_FILE")
    served = {k: v for k, v in environment.items() if k not in owner}
    data_dir = places.data_dir(served.get("DATA_DIR"))
    data_dir.mkdir(parents=True, exist_ok=True)
    children = Children(served, places.ROOT)
    # Celery warns at length against root, which a demo in a container often is.
    silent = ["-W", "ignore:You're running the worker with superuser"]
    celery = [sys.executable, *silent, "-m", "celery", "-A", "portal.celery"]
    quiet = ["--loglevel", "warning"]
    single = ["--without-gossip", "--without-mingle", "--concurrency", "2"]
    children.start(
        "web server",
        [sys.executable, "-m", "gunicorn", "--config", "portal/gunicorn.py", "portal.wsgi"],
    )
    children.start("worker", [*celery, "--quiet", "worker", *quiet, *single])
    children.start(
        "scheduler", [*celery, "--quiet", "beat", *quiet, "--schedule", str(data_dir / "beat")]
    )
    return children


def _wait_until_ready(children: Children, port: int) -> None:
    def answers() -> bool:
        _check(children)
        connection = http.client.HTTPConnection(places.LOOPBACK, port, timeout=5)
        try:
            connection.request("GET", "/healthz", headers={"Host": "localhost"})
            connection.getresponse()
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
        return True

    with step("Starting the web server, the worker and the scheduler"):
        if not process.wait_until(answers, seconds=READY_SECONDS):
            raise NotStarted(f"The web server did not answer within {READY_SECONDS} seconds.")


def _greet(port: int, *, embedded: bool) -> None:
    lines = ["", f"  LSP Portal: http://localhost:{port}/", ""]
    if embedded:
        from portal.management.demo import people  # noqa: PLC0415 -- demo only

        width = max(len(email) for email, _ in people.SIGN_INS)
        lines += [f"  {email:<{width}}  {words}" for email, words in people.SIGN_INS]
        lines += ["", f"  Password of every demo account: {people.PASSWORD}"]
        lines += ["  People and answers are synthetic.", ""]
    sys.stdout.write("\n".join([*lines, "  Ctrl-C stops everything.", "", ""]))
    sys.stdout.flush()


def _watch(children: Children) -> None:
    while True:
        _check(children)
        time.sleep(0.3)


def _check(children: Children) -> None:
    if name := children.ended():
        code = children.running[name].returncode
        raise NotStarted(f"The {name} ended by itself (code {code}); stopping the rest.")


def _stop(children: Children | None) -> None:
    """Stop what was started. The embedded services end with this process, if nobody else uses them."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    if children:
        with step("Stopping"):
            children.stop()


def _on_signal(number: int, frame: FrameType | None) -> None:
    raise Stopped


if __name__ == "__main__":
    sys.exit(main())
