"""How an email reads: plain text with a greeting, what happened, a link and why it came."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from portal.mail.kinds import DIGEST, kind_words, kinds
from portal.mail.models import Delivery

SYNTHETIC = "This is a demonstration. The people and what they do are synthetic."


def absolute(path: str) -> str:
    """The full address of a path of the portal."""
    return f"{settings.SITE_ADDRESS}{path}"


def message(delivery: Delivery) -> EmailMessage:
    """The email, ready to send. Its Message-ID is the delivery's, whoever sends it how often."""
    host = urlsplit(settings.SITE_ADDRESS).hostname
    return EmailMessage(
        subject=delivery.subject,
        body=letter(delivery),
        to=[delivery.email],
        headers={
            "Message-ID": f"<{delivery.pk}@{host}>",
            "Auto-Submitted": "auto-generated",  # RFC 3834: no out-of-office answers
        },
    )


def letter(delivery: Delivery) -> str:
    """The whole text of an email."""
    person = delivery.recipient
    parts = [f"Dear {person}," if person else "Hello,", delivery.body]
    if delivery.path:
        parts.append(f"Read more:\n{absolute(delivery.path)}")
    parts.append("\n".join(["--", *_footer(delivery)]))
    return "\n\n".join(parts) + "\n"


def digest_lines(parts: Sequence[Delivery]) -> list[str]:
    """What a digest says: each kind's emails under the kind's words, in the table's order."""
    order = list(kinds())
    lines = ["This is what happened since your last digest."]

    def place(key: str) -> int:
        return order.index(key) if key in order else len(order)

    for key in sorted({p.kind for p in parts}, key=place):
        lines += ["", kind_words(key).upper()]
        for part in (p for p in parts if p.kind == key):
            lines += [f"* {part.subject}", f"  {absolute(part.path)}"]
    return lines


def _footer(delivery: Delivery) -> list[str]:
    place = f"{delivery.partnership} on the LSP Portal" if delivery.partnership else "LSP Portal"
    lines = [place]
    if delivery.recipient is None:
        lines.append("If you do not know why you got this email, you can ignore it.")
    elif _can_choose(delivery.kind):
        lines.append(f"Choose which emails you get: {absolute(reverse('mail:settings'))}")
    else:
        lines.append("You get this email because it is about your own place there.")
    return [*lines, SYNTHETIC] if settings.SYNTHETIC_DEMO else lines


def _can_choose(key: str) -> bool:
    return key == DIGEST.key or (key in kinds() and kinds()[key].optional)
