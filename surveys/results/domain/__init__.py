"""What can happen to an edition: asked for, built, checked, frozen, released, discarded, verified."""

from surveys.results.domain.building import STEPS, Built, build_edition, received_by_day
from surveys.results.domain.checking import CHECK, check_edition, request_check
from surveys.results.domain.discarding import discard_edition, refuse_discarding
from surveys.results.domain.freezing import freeze_edition, would_replace
from surveys.results.domain.releasing import (
    finality,
    refuse_release,
    release_edition,
    still_out,
)
from surveys.results.domain.requesting import BUILD, request_edition
from surveys.results.domain.settings import DEFAULTS, DOMINANCES, usual_settings
from surveys.results.domain.verifying import Verified, verify_edition

__all__ = [
    "BUILD",
    "CHECK",
    "DEFAULTS",
    "DOMINANCES",
    "STEPS",
    "Built",
    "Verified",
    "build_edition",
    "check_edition",
    "discard_edition",
    "finality",
    "freeze_edition",
    "received_by_day",
    "refuse_discarding",
    "refuse_release",
    "release_edition",
    "request_check",
    "request_edition",
    "still_out",
    "usual_settings",
    "verify_edition",
    "would_replace",
]
