"""The house rules that a machine can check."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from tests.guards.code import ROOT, WINGS, Module, modules
from tests.support.databases import is_read
from tests.support.urls import addresses

MOST_LINES, LONGEST_FUNCTION = 300, 40
LONGEST_DOCUMENT = 60  # a function that only writes out one document or table
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "services", "manager", "misc"}
# The services of `make services`: PostgreSQL and Valkey, not a layer of code.
NAMED_FOR_A_REASON = {"portal/embedded/services.py"}
# Where SQL is written by hand.
SQL_PLACES = {"portal/tenancy", "portal/embedded", "surveys/results/storage.py"}
OWN_CODE = [m for m in modules() if not m.is_migration]


def calls(module: Module, *names: str) -> list[str]:
    """Lines where one of these functions or methods is called."""
    return [
        f"{module.place}:{node.lineno}"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and (getattr(node.func, "id", None) or getattr(node.func, "attr", None)) in names
    ]


def test_imports_go_downwards_only() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-2000:]


def test_models_and_migrations_agree() -> None:
    loader = MigrationLoader(None)
    detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
    missing = detector.changes(graph=loader.graph)
    assert {label: [m.operations for m in ms] for label, ms in missing.items()} == {}


def test_no_file_is_longer_than_a_long_page() -> None:
    long = {m.place: n for m in OWN_CODE if (n := len(m.text.splitlines())) > MOST_LINES}
    assert not long, long


def test_no_function_is_longer_than_a_screen() -> None:
    long = {
        f"{m.place}:{f.name}": n
        for m in OWN_CODE
        for f in m.functions()
        if (n := f.end_lineno - f.lineno + 1) > _budget(f)
    }
    assert not long, long


def _budget(function: ast.FunctionDef) -> int:
    statements = [s for s in function.body if not isinstance(s, ast.Expr)]
    return LONGEST_DOCUMENT if len(statements) <= 2 else LONGEST_FUNCTION


def test_every_module_says_what_it_is() -> None:
    silent = [m.place for m in OWN_CODE if m.text.strip() and not ast.get_docstring(m.tree)]
    assert silent == []


def test_no_module_is_a_drawer_for_everything() -> None:
    drawers = {
        m.place
        for m in OWN_CODE
        if FORBIDDEN_NAMES & {part.lower() for part in Path(m.place).with_suffix("").parts}
    }
    assert drawers == NAMED_FOR_A_REASON & drawers


def test_views_and_api_hold_no_queries_and_no_roles() -> None:
    found = []
    for module in OWN_CODE:
        if not module.is_in_room_part("views", "api"):
            continue
        for number, line in enumerate(module.text.splitlines(), 1):
            if re.search(r"\.objects\b|\bif .*\brole\b|\.save\(\)|transaction\.atomic", line):
                found.append(f"{module.place}:{number}: {line.strip()}")
    assert not found, found


def test_pages_and_reads_never_open_a_scope() -> None:
    """Scopes are opened by the middleware, jobs, commands and domain functions."""
    found = [
        place
        for m in OWN_CODE
        if m.is_in_room_part("views", "api", "forms", "queries", "urls", "models")
        for place in calls(m, "in_partnership", "in_national")
    ]
    assert not found, found


def test_the_evaluators_role_is_asked_in_queries_only() -> None:
    allowed = ("queries", "tenancy", "settings", "management")
    found = []
    for module in OWN_CODE:
        if module.is_in_room_part(*allowed):
            continue
        for number, line in enumerate(module.text.splitlines(), 1):
            if re.search(r"using\(\s*(['\"]evaluator|EVALUATOR)|connections\[", line):
                found.append(f"{module.place}:{number}")
    assert not found, found


def test_the_owners_connection_is_for_migrations() -> None:
    found = [
        m.place for m in OWN_CODE if re.search(r"using\(['\"]owner|connections\[['\"]owner", m.text)
    ]
    assert not found, found


def test_migrations_read_only_what_makes_the_tests_model_anew() -> None:
    """Tests copy one migrated database for as long as these files are the same."""
    read = {
        name
        for module in modules()
        if module.is_migration
        for node in ast.walk(module.tree)
        for name in _imported(node)
        if name.partition(".")[0] in WINGS
    }
    assert "portal.tenancy.rls" in read
    files = {name: ROOT.joinpath(*name.split(".")).with_suffix(".py") for name in read}
    assert {name for name, file in files.items() if not is_read(file)} == set()


def _imported(node: ast.AST) -> list[str]:
    """Modules named by an import."""
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return [alias.name for alias in node.names] if isinstance(node, ast.Import) else []


def test_sql_by_hand_stands_in_named_places_only() -> None:
    by_hand = r"objects\.raw\(|\.extra\(|RawSQL\(|connection\.cursor\(|\]\.cursor\("
    found = [
        f"{m.place}: {match[0]}"
        for m in OWN_CODE
        if not m.place.startswith(tuple(SQL_PLACES)) and not m.is_in_room_part("queries")
        for match in re.finditer(by_hand, m.text)
    ]
    assert not found, found


def test_nothing_switches_a_guard_off() -> None:
    words = r"csrf_exempt|autoescape off|\|safe\b|mark_safe|xframe_options_exempt|verify=False"
    allowed = {"mark_safe": {"portal/web", "surveys/questionnaires"}}
    found = []
    for module in OWN_CODE:
        for match in re.finditer(words, module.text):
            if not module.place.startswith(tuple(allowed.get(match[0], {"—"}))):
                found.append(f"{module.place}: {match[0]}")
    for template in sorted((ROOT / "templates").rglob("*.html")):
        text = template.read_text("utf-8")
        found += [f"{template.name}: {m[0]}" for m in re.finditer(words, text)]
    assert not found, found


def test_domain_functions_name_their_arguments_and_their_actor() -> None:
    """Every public function of a domain module that writes takes keywords and `by`."""
    found = []
    for module in OWN_CODE:
        if not module.is_in_room_part("domain", "tokens") or module.place.startswith("portal/jobs"):
            continue
        for function in module.tree.body:
            if not isinstance(function, ast.FunctionDef) or function.name.startswith("_"):
                continue
            if not _is_atomic(function):
                continue
            names = {a.arg for a in function.args.kwonlyargs}
            if function.args.args or "by" not in names:
                found.append(f"{module.place}:{function.name}")
    assert not found, found


def _is_atomic(function: ast.FunctionDef) -> bool:
    return any("atomic" in ast.unparse(d) for d in function.decorator_list)


def test_addresses_are_in_kebab_case_with_typed_parameters() -> None:
    from_others = ("account/^",)  # django-allauth's link in a reset mail
    wrong = []
    for address in addresses():
        if address.route.startswith(from_others):
            continue
        plain = re.sub(r"<[a-z]+:[a-z0-9_]+>", "x", address.route)
        if (
            not re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*/)*([a-z0-9-]+\.(csv|ics|pdf|svg))?", plain)
            and plain != "healthz"
        ):
            wrong.append(address.route)
    assert not wrong, wrong


def test_names_of_addresses_are_unique() -> None:
    names = [a.name for a in addresses()]
    assert sorted(names) == sorted(set(names))
    assert "None" not in {n.rpartition(":")[2] for n in names}


def test_the_committed_openapi_document_is_up_to_date() -> None:
    file = ROOT / "docs" / "openapi.yaml"
    if not file.exists():
        pytest.skip("docs/openapi.yaml is not there yet: make docs")
    from drf_spectacular.generators import SchemaGenerator
    from drf_spectacular.renderers import OpenApiYamlRenderer

    schema = SchemaGenerator().get_schema(request=None, public=True)
    written = OpenApiYamlRenderer().render(schema, renderer_context={}).decode()
    assert file.read_text("utf-8") == written, "run `make docs`"


def test_every_template_is_used_or_extended() -> None:
    """A page that no view renders rots unseen."""
    templates = ROOT / "templates"
    code = "\n".join(m.text for m in OWN_CODE)
    code += "\n".join(f.read_text("utf-8") for f in templates.rglob("*.html"))
    by_framework = ("account/", "django/", "govuk/", "errors/", "components/", "drf_spectacular/")
    unused = []
    for file in sorted(templates.rglob("*.html")):
        name = str(file.relative_to(templates))
        if (
            not name.startswith(by_framework)
            and f"{file.stem}.html" not in code
            and (f'"{file.stem}"' not in code)
        ):
            unused.append(name)
    assert not unused, unused


def test_every_domain_function_that_writes_leaves_an_event() -> None:
    """Directly, through a function of its module, or through another domain function."""
    silent = []
    for module in OWN_CODE:
        if not module.is_in_room_part("domain", "tokens") or module.place.startswith("portal/jobs"):
            continue
        functions = {f.name: _called(f) for f in module.tree.body if isinstance(f, ast.FunctionDef)}
        for function in module.tree.body:
            writes = isinstance(function, ast.FunctionDef) and _is_atomic(function)
            if writes and not _reaches_event(function.name, functions, _from_domains(module)):
                silent.append(f"{module.place}:{function.name}")
    assert not silent, silent


def _called(function: ast.FunctionDef) -> set[str]:
    calls = (n.func for n in ast.walk(function) if isinstance(n, ast.Call))
    return {getattr(f, "id", None) or getattr(f, "attr", "") for f in calls}


def _from_domains(module: Module) -> set[str]:
    """Names that this module takes from other domain modules."""
    return {
        alias.asname or alias.name
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and ".domain" in (node.module or "")
        for alias in node.names
    }


def _reaches_event(name: str, functions: dict[str, set[str]], foreign: set[str]) -> bool:
    seen: set[str] = set()
    ahead = {name}
    while ahead:
        called = set().union(*(functions.get(n, set()) for n in ahead))
        if called & {"record", "record_many", *foreign}:
            return True
        seen |= ahead
        ahead = (called & set(functions)) - seen
    return False
