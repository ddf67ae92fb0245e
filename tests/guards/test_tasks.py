"""Every Celery task and every place that asks for one."""

import ast
import inspect
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from celery import Task
from django.utils.module_loading import import_string

from portal.celery import app

ROOT = Path(__file__).resolve().parents[2]
# Tasks that start without a Job row, by the clock.
SCHEDULED = {
    "partnerships.meetings.tasks.remind_of_actions",
    "partnerships.protocols.tasks.remind_of_protocols",
    "portal.jobs.tasks.wake_due_jobs",
    "portal.mail.tasks.retry_mail",
    "portal.mail.tasks.send_digests",
    "surveys.results.tasks.remove_old_extracts",
    "surveys.returns.tasks.remind_of_sections",
    "surveys.returns.tasks.remind_of_returns",
}
FOR_TESTS = "tests."


def tasks() -> dict[str, Task]:
    """The portal's tasks by name, Celery's own left out."""
    app.loader.import_default_modules()
    app.finalize()
    own = {n: t for n, t in app.tasks.items() if not n.startswith(("celery.", FOR_TESTS))}
    assert own
    return own


def requests() -> Iterator[tuple[str, ast.Call, str]]:
    """(file:line, the call, the task's path) of every enqueue(…) in the code."""
    for file in sorted(f for wing in ("portal", "partnerships", "surveys") for f in _python(wing)):
        tree = ast.parse(file.read_text("utf-8"))
        constants = {
            target.id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "enqueue":
                first = node.args[0]
                path = first.value if isinstance(first, ast.Constant) else constants[first.id]
                yield f"{file.relative_to(ROOT)}:{node.lineno}", node, path


def _python(wing: str) -> Iterator[Path]:
    return (ROOT / wing).rglob("*.py")


def test_every_task_is_a_job_or_on_the_schedule() -> None:
    strays = [n for n, t in tasks().items() if not hasattr(t, "portal_work")]
    assert set(strays) == SCHEDULED


def test_tasks_lie_in_tasks_modules_under_their_own_names() -> None:
    for name, task in tasks().items():
        work = getattr(task, "portal_work", None)
        module, _, function = name.rpartition(".")
        assert module.rpartition(".")[2] == "tasks"
        assert getattr(import_module(module), function).name == name
        if work:
            assert f"{work.__module__}.{work.__name__}" == name


def test_a_task_takes_its_progress_and_plain_keywords() -> None:
    for name, task in tasks().items():
        if not hasattr(task, "portal_work"):
            continue
        first, *rest = inspect.signature(task.portal_work).parameters.values()
        assert first.name == "progress", name
        assert all(p.kind in (p.KEYWORD_ONLY, p.VAR_KEYWORD) for p in rest), name
        assert all(p.annotation in (int, str, bool, float) for p in rest), name


def test_no_task_loses_its_message_with_its_worker() -> None:
    for name, task in tasks().items():
        if hasattr(task, "portal_work"):
            assert (task.acks_late, task.reject_on_worker_lost) == (True, True), name
        assert task.ignore_result, name
    assert app.conf.accept_content == ["json"]
    assert app.conf.task_serializer == "json"


def test_every_thread_of_a_web_process_sends_to_the_portals_broker() -> None:
    """In a fresh process, as gunicorn starts it: Django is set up, nobody imports portal.celery."""
    code = (
        "import django, threading; django.setup()\n"
        "from portal.jobs.tasks import wake_due_jobs as task\n"
        "seen = []\n"
        "thread = threading.Thread(target=lambda: seen.append(task.app.conf.broker_url))\n"
        "thread.start(); thread.join()\n"
        "print(task.app.main, task.app.conf.broker_url == seen[0])\n"
        "print(seen[0].partition('://')[0])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["portal", "True", "redis"]


def test_every_entry_of_the_schedule_is_a_task() -> None:
    entries = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert entries == SCHEDULED
    assert entries <= set(tasks())


def test_everything_that_is_asked_for_is_a_job_with_these_parameters() -> None:
    found = list(requests())
    assert found
    for where, call, path in found:
        task = import_string(path)
        assert hasattr(task, "portal_work"), where
        given = {k.arg for k in call.keywords} - {"key", "by", "label", None}
        taken = inspect.signature(task.portal_work).parameters
        anything = any(p.kind is p.VAR_KEYWORD for p in taken.values())
        assert anything or given <= set(taken) - {"progress"}, where


def test_every_job_is_asked_for_somewhere() -> None:
    asked = {path for _, _, path in requests()}
    assert {n for n, t in tasks().items() if hasattr(t, "portal_work")} == asked


def test_nobody_calls_celery_but_the_queue() -> None:
    """No .delay(), .apply_async() or send_task() outside portal.jobs.queue."""
    allowed = {"portal/jobs/queue.py"}
    found = set()
    for wing in ("portal", "partnerships", "surveys"):
        for file in _python(wing):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                name = getattr(getattr(node, "func", None), "attr", "")
                if isinstance(node, ast.Call) and name in ("delay", "apply_async", "send_task"):
                    found.add(str(file.relative_to(ROOT)))
    assert found <= allowed


def test_nobody_makes_a_task_but_the_jobs_room() -> None:
    found = set()
    for wing in ("portal", "partnerships", "surveys"):
        for file in _python(wing):
            text = file.read_text("utf-8")
            if "shared_task" in text or "@app.task" in text:
                found.add(str(file.relative_to(ROOT)))
    assert found == {"portal/jobs/task.py"}
