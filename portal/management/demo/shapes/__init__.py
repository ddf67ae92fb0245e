"""The distributions the synthetic answers are drawn from, item by item."""

from portal.management.demo.shape import Shape
from portal.management.demo.shapes import activity, engagement, governance, mainstreaming, support

SHAPES: dict[str, Shape] = {
    **governance.SHAPES,
    **engagement.SHAPES,
    **activity.SHAPES,
    **mainstreaming.SHAPES,
    **support.SHAPES,
}
