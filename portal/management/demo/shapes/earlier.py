"""What the questionnaire of 2003 asks otherwise: invented, like that questionnaire itself."""

from portal.management.demo.shape import Shape, of

SHAPES: dict[str, Shape] = {
    "A06": of(48, 22, 27, 3, nrf=0.2),
    "C06": of(58, 30, 12, maturity=-0.4),
    "D06": of(31, 34, 35, maturity=-0.2),
    "D07": of(38, 62, maturity=-0.4),
    "J07": of(34, 12, 31, 18, 5, capacity=-0.2),
    "M05": of(34, 48, 15, 3, maturity=0.4, candour=0.3, nrf=0.2),
    "M09": of(71, 8, 21, maturity=-0.3),
}
