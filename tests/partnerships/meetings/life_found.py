"""What tests of the life of minutes look for: refusals, e-mails, events, and better words."""

import pytest
from django.db import transaction

from portal.audit.models import AuditEvent
from portal.errors import Conflict, Denied, Missing, Refused
from portal.mail.models import Delivery
from tests.partnerships.meetings.minuted import OPEN

BETTER = OPEN.replace("a tenth", "an eighth")
OTHER = OPEN.replace("Council: lights", "Council: lamps")


def refusal(act, *args, **kwargs) -> str:
    with pytest.raises((Refused, Denied, Conflict, Missing)) as found, transaction.atomic():
        act(*args, **kwargs)
    return found.value.message


def mails(kind: str) -> list[str]:
    found = Delivery.objects.filter(kind=kind).order_by("email")
    return [email.split("@")[0] for email in found.values_list("email", flat=True)]


def events() -> list[str]:
    found = AuditEvent.objects.order_by("id").values_list("name", flat=True)
    return [n for n in found if n.startswith(("minutes.", "amendment."))]
