"""Going round the partnerships, for work that the clock starts."""

import logging
from collections.abc import Callable

from partnerships.register.models import Partnership
from portal.tenancy.context import in_partnership

logger = logging.getLogger(__name__)


def for_each_partnership(work: Callable[[Partnership], object]) -> None:
    """Do `work` in the scope of each active partnership, by id, each in its own transaction.

    What fails in one partnership is rolled back there and logged; the others go on.
    """
    for partnership in Partnership.objects.filter(is_active=True).order_by("pk"):
        try:
            with in_partnership(partnership.pk):
                work(partnership)
        except Exception:
            logger.exception("the round failed in %s", partnership.slug)
