"""Reading HTML in tests by what it says, not by how it is typed."""

from xml.etree import ElementTree

from tinyhtml5.parser import HTMLParser


def parsed(html: str) -> ElementTree.Element:
    """The tree of a page or of a piece of one; refuses markup that a strict parser refuses."""
    parser = HTMLParser(namespace_html_elements=False)
    whole = html if html.lstrip().lower().startswith("<!doctype") else f"{FRAME}{html}"
    tree = parser.parse(whole)
    faults = [code for _, code, _ in parser.errors]
    assert faults == [], faults
    return tree


def words(element: ElementTree.Element) -> str:
    """All text inside, with white space made single."""
    return " ".join("".join(element.itertext()).split())


def by_id(tree: ElementTree.Element, wanted: str) -> ElementTree.Element:
    """The one element with this id."""
    found = [e for e in tree.iter() if e.get("id") == wanted]
    assert len(found) == 1, f"{len(found)} elements have the id {wanted}"
    return found[0]


def with_class(tree: ElementTree.Element, wanted: str) -> list[ElementTree.Element]:
    """Every element of this class, in order."""
    return [e for e in tree.iter() if wanted in (e.get("class") or "").split()]


FRAME = "<!DOCTYPE html><title>x</title>"
