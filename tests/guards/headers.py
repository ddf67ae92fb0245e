"""Headers that every answer carries, whatever the address, the method and whoever asks."""

from django.http import HttpResponse

from tests.guards.world import UNKNOWN

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Permitted-Cross-Domain-Policies": "none",
}
# The one page that draws itself with scripts and styles of another package.
OWN_POLICY = {"api_docs"}
# Whoever is sent on from here is nobody any more.
SIGNED_OUT = ("account_logout", 302)


def directives(response: HttpResponse) -> dict[str, str]:
    """The content security policy by directive."""
    parts = (part.strip() for part in response["Content-Security-Policy"].split(";"))
    return {name: value for name, _, value in (part.partition(" ") for part in parts if part)}


def header_faults(response: HttpResponse, name: str, person: str) -> list[str]:
    """What is missing or wrong in an answer of the address called `name` to this person."""
    found = [
        f"{header}: {response.get(header)}"
        for header, value in EVERYWHERE.items()
        if response.get(header) != value
    ]
    if len(response.get("X-Request-ID", "")) < 8:
        found.append("X-Request-ID")
    policy = directives(response) if "Content-Security-Policy" in response else {}
    closed = {policy.get(part) for part in ("default-src", "object-src", "frame-ancestors")}
    if closed != {"'none'"}:
        found.append(f"policy {policy}")
    own = {policy.get(part) for part in ("script-src", "style-src")}
    if name not in OWN_POLICY and ("unsafe" in str(policy) or own != {"'self'"}):
        found.append(f"policy {policy}")
    known = person not in UNKNOWN and (name, response.status_code) != SIGNED_OUT
    if known and response.get("Cache-Control") != "private, no-store":
        found.append(f"Cache-Control: {response.get('Cache-Control')}")
    return found
