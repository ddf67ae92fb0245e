"""The disclosure settings that hold for a wave."""

from surveys.results.disclosure.suppression import Thresholds
from surveys.results.models import Edition
from surveys.returns.models import Wave


def released_edition(wave: Wave) -> Edition | None:
    """The newest released edition of a wave, or None."""
    released = Edition.objects.filter(wave=wave, state=Edition.State.RELEASED)
    return released.order_by("-number").first()


def settings_of(wave: Wave) -> Thresholds:
    """Those of its newest released edition, or the usual ones."""
    edition = released_edition(wave)
    return edition.settings if edition else Thresholds()
