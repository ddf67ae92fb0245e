"""Shares for sections L and M: transport and accessibility, support needed and the overall view."""

from portal.management.demo.shape import Shape, of, rows, ticks

SHAPES: dict[str, Shape] = {
    "L01": of(39, 45, 12, 3, 1, rural=-0.2),
    "L02": of(13, 29, 38, 15, 5, maturity=-0.3, county=-0.6),
    "L03": of(10, 26, 40, 17, 7, maturity=-0.3),
    "L04": of(7, 31, 37, 25, maturity=-0.3, capacity=-0.2, county=-0.6),
    **ticks(
        "L05",
        {
            "work": 74,
            "learning": 63,
            "health": 72,
            "food": of(22, urban=0.3),
            "leisure": 33,
            "services": 52,
        },
    ),
    **rows(
        "L06",
        {
            "accessibility": of(37, 52, 8, 3),
            "public_transport": of(43, 46, 7, 4),
            "congestion": of(61, 29, 3, 7),
            "safety": of(26, 51, 19, 4),
            "air": of(57, 33, 3, 7),
            "rural": of(37, 40, 7, 16, rural=0.6, urban=-0.8),
        },
        maturity=0.4,
    ),
    # Order of the shares: less, about right, more, much more, not applicable.
    **rows(
        "M01",
        {
            "odpm": of(6, 38, 39, 14, 3),
            "dft": of(4, 53, 30, 7, 6, nrf=-0.2),
            "go": of(7, 33, 41, 17, 2, nrf=-0.5),
            "nru": of(5, 58, 29, 7, 1),
            "rda": of(4, 49, 34, 9, 4),
            "council": of(4, 54, 32, 9, 1),
            "partners": of(1, 44, 42, 12, 1),
            "idea": of(4, 59, 28, 5, 4),
        },
        capacity=-0.3,
    ),
    "M03": of(9, 40, 29, 14, 8, capacity=-0.2),
    "M04": of(17, 41, 32, 5, 5, maturity=0.2, candour=0.2),
    "M05": of(3, 26, 59, 9, 3, maturity=0.5, candour=0.3, nrf=0.2),
    "M08": of(35, 33, 32),
}

# Weights, not shares: each partnership names at most three kinds of support.
WANTED = {
    "leadership": 24,
    "performance": 33,
    "laa": 35,
    "data": 31,
    "core_funding": 52,
    "vcs": 20,
    "business": 27,
    "mainstreaming": 26,
    "guidance": 34,
    "networking": 30,
}
