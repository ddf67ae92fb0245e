"""Reading HTML in tests by what it says, not by how it is typed."""

from xml.etree import ElementTree

import tinyhtml5

HTML = "{http://www.w3.org/1999/xhtml}"


def parsed(html: str) -> ElementTree.Element:
    """The tree of a piece of HTML; raises on markup a strict parser refuses."""
    parser = tinyhtml5.HTMLParser(namespace_html_elements=False)
    tree = parser.parse(html)
    faults = [code for _, code, _ in parser.errors if code != "expected-doctype-but-got-start-tag"]
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
