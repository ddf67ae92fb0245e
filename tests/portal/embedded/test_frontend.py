from pathlib import Path

import pytest

from portal.embedded import frontend, places


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one style sheet and one script; packages are those of the real one."""
    packages = places.ROOT / "node_modules"
    if not frontend.packages_are_current(places.ROOT):
        pytest.skip("node_modules is missing or old: run `make assets` first")
    for name in ("package.json", "package-lock.json"):
        (tmp_path / name).write_bytes((places.ROOT / name).read_bytes())
    (tmp_path / "node_modules").symlink_to(packages)
    (tmp_path / "assets/images").mkdir(parents=True)
    (tmp_path / "assets/portal.scss").write_text(".a { color: red; background: url(gone.svg); }")
    (tmp_path / "assets/_part.scss").write_text(".b { color: blue }")
    (tmp_path / "assets/boot.js").write_text("1;\n//# sourceMappingURL=boot.js.map\n")
    (tmp_path / "assets/images/mark.svg").write_text("<svg/>")
    return tmp_path


def built(project: Path) -> dict[str, bytes]:
    target = project / "portal/web/static/build"
    return {str(f.relative_to(target)): f.read_bytes() for f in target.rglob("*") if f.is_file()}


def test_build_makes_the_folder_and_then_leaves_it_alone(project: Path) -> None:
    assert frontend.build(project)
    first = built(project)
    fonts = {f"fonts/SourceSans3-{face}.woff2" for face in ("Regular", "Semibold", "Bold", "It")}
    pdf_fonts = {f"fonts/ttf/SourceSans3-{face}.ttf" for face in frontend.FONTS}
    other = {".stamp", "portal.css", "js/boot.js", "js/govuk-frontend.min.js", "images/mark.svg"}
    assert set(first) == fonts | pdf_fonts | other
    assert first["portal.css"].strip() == b".a{color:red;}"
    assert first["js/boot.js"] == b"1;\n\n"
    assert b"sourceMappingURL" not in first["js/govuk-frontend.min.js"]
    assert not frontend.build(project)
    (project / "assets/boot.js").write_text("2;")
    assert frontend.build(project)
    assert built(project)["js/boot.js"] == b"2;"
    assert [entry.name for entry in (project / "portal/web/static").iterdir()] == ["build"]


def test_build_that_fails_says_why_and_keeps_the_last_one(project: Path) -> None:
    frontend.build(project)
    before = built(project)
    (project / "assets/portal.scss").write_text("@use 'no-such-sheet';")
    with pytest.raises(frontend.BuildFailed, match="Can't find stylesheet to import"):
        frontend.build(project)
    assert built(project) == before


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        ("a{mask:url(./gone.svg);color:red}", "a{color:red}"),
        ('a{color:red;background-image:url("gone.svg")}', "a{color:red;}"),
        ("a{background:url(here.svg#part)}", "a{background:url(here.svg#part)}"),
        ("a{background:url(data:image/svg+xml;base64,AA)}", None),
        ("@font-face{src:url('here.svg?x=1') format('woff2')}", None),
        ("a{b:c}d{-webkit-mask-image:url(gone.svg);mask-image:url(gone.svg)}", "a{b:c}d{}"),
    ],
)
def test_without_dangling_urls(tmp_path: Path, css: str, kept: str | None) -> None:
    (tmp_path / "here.svg").touch()
    assert frontend.without_dangling_urls(css, tmp_path) == (kept or css)
