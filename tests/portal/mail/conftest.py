"""Sending as the worker does it, and a mail server that answers as told."""

import smtplib
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from portal.jobs.models import Job
from portal.jobs.task import run_job
from portal.mail import tasks
from portal.tenancy.context import in_partnership
from tests.conftest import Cast

SEND = tasks.send_mail.portal_work


@pytest.fixture
def work(cast: Cast) -> Callable[[], list[dict[str, Any]]]:
    """Run alpha's waiting sending jobs to their end; their results."""

    def run() -> list[dict[str, Any]]:
        with in_partnership(cast.alpha.pk):
            jobs = list(Job.objects.filter(kind="portal.mail.tasks.send_mail", state="queued"))
        for job in jobs:
            run_job(SEND, job.pk, cast.alpha.pk)
        with in_partnership(cast.alpha.pk):
            return [Job.objects.get(pk=job.pk).result for job in jobs]

    return run


class Server(EmailBackend):
    """Takes what it is not told to refuse. `answers`: address → what happens on sending."""

    answers: dict[str, Exception] = {}
    shut = False

    def open(self) -> bool:
        if Server.shut:
            raise ConnectionRefusedError("Connection refused")
        return True

    def send_messages(self, messages: list[mail.EmailMessage]) -> int:
        for message in messages:
            if message.to[0] in Server.answers:
                raise Server.answers[message.to[0]]
        return super().send_messages(messages)


@pytest.fixture
def server(settings: Any) -> type[Server]:
    """The mail server of this test."""
    settings.EMAIL_BACKEND = f"{Server.__module__}.Server"
    Server.answers, Server.shut = {}, False
    return Server


def no_such_person(email: str) -> smtplib.SMTPRecipientsRefused:
    """What a server says to an address that it does not know."""
    return smtplib.SMTPRecipientsRefused({email: (550, b"5.1.1 No such person here")})


BUSY = smtplib.SMTPDataError(451, b"4.7.1 Try again later")
