"""Results are not final while a signed-off return is open again. On committed rows."""

from portal.tenancy.context import in_national
from surveys.results import domain
from surveys.returns.models import Return, Wave
from tests.support.editions import built, frozen
from tests.surveys.results.national import OWNER, Nation


def test_a_reopened_return_keeps_results_from_being_final(own_small: Nation) -> None:
    edition = frozen(built(own_small.wave))
    Wave.objects.using(OWNER).filter(pk=own_small.wave.pk).update(state="closed")
    empty = Return.objects.using(OWNER).filter(wave=own_small.wave, document__isnull=True)
    empty.filter(pk=empty.values("pk")[:1]).update(state="reopened", version=1)
    with in_national():
        released = domain.release_edition(edition=edition, by=own_small.people[0])
        assert released.is_released
        assert Wave.objects.get(pk=own_small.wave.pk).settled_at is None
        assert domain.finality(released.wave) == (
            "1 return is reopened and not signed off again, so the results are not final yet. Give"
            " its partnership more time, or close the reopening on its page in the response"
            " monitor."
        )
