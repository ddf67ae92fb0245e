"""Shares for sections A to E: the board, rationalisation, accountability, performance."""

from portal.management.demo.shape import Shape, of, rows, ticks

SHAPES: dict[str, Shape] = {
    "A03": of(4, 17, 42, 27, 8, 2, maturity=0.5),
    "A04": of(64, 5, 25, 3, 3),
    "A05": of(86, 2, 3, 2, 4, 3, nrf=-0.1),
    # Published: elected member 46, officer 7, other public agency 16, private 11, voluntary and
    # community 11.
    "B01": of(46, 7, 16, 11, 11, 8, 1),
    **ticks(
        "B10",
        {"board": 94, "forum": 61, "thematic": of(86, maturity=0.4), "area": of(33, nrf=0.4)}
        | {"officers": 68, "performance": of(34, capacity=0.4, nrf=0.6), "task": 55},
        maturity=0.2,
    ),
    **rows(
        "B11",
        {
            "role": of(2, 14, 22, 50, 10, 2),
            "seniority": of(2, 13, 17, 51, 15, 2),
            "membership": of(2, 18, 25, 46, 7, 2),
            "leadership": of(2, 9, 20, 48, 18, 3),
            "shared": of(6, 29, 25, 31, 7, 2),
            "hard": of(6, 30, 30, 25, 4, 5),
            "conflict": of(6, 31, 34, 19, 2, 8),
            "fit": of(5, 28, 28, 32, 4, 3),
        },
        maturity=0.4,
        candour=0.35,
        county=-0.2,
    ),
    "B12": of(31, 22, 47, capacity=-0.35, nrf=-0.3),
    "B15": of(9, 17, 19, 29, 20, 6, capacity=0.2),
    "C01": of(13, 26, 27, 34, maturity=-0.35, nrf=-0.3),
    "C02": of(5, 27, 43, 17, 8, maturity=-0.2),
    **rows(
        "C03",
        {
            "protocols": of(35, 49, 12, 4),
            "coordination": of(27, 57, 13, 3),
            "consultation": of(24, 56, 18, 2),
            "data": of(36, 46, 15, 3),
            "planning_cycles": of(59, 34, 4, 3),
            "admin": of(61, 26, 6, 7),
        },
        maturity=0.4,
        capacity=0.25,
    ),
    **ticks(
        "C04",
        {"partnership_protocol": 71, "vcs_compact": of(66, nrf=0.4), "data_protocol": 38}
        | {"conduct": 33, "conflict": 17, "county_district": of(21, rural=1.2)},
        maturity=0.3,
    ),
    "C05": of(52, 36, 4, 8, maturity=0.3),
    "C06": of(71, 16, 12, 1, maturity=-0.4),
    **rows(
        "D01",
        {
            "to_partners": of(10, 33, 37, 19, 1),
            "of_partners": of(19, 40, 29, 11, 1),
            "to_public": of(18, 38, 32, 11, 1),
            "to_council": of(9, 24, 37, 28, 2),
            "to_go": of(20, 20, 24, 20, 16, nrf=1.1),
            "sector_reps": of(20, 40, 29, 9, 2),
        },
        maturity=0.4,
        candour=0.2,
    ),
    **ticks(
        "D02",
        {"meetings": 51, "minutes": 66, "annual_report": of(47, nrf=0.3), "web": 72}
        | {"scrutiny": 43, "events": 57, "press": 52},
        maturity=0.3,
    ),
    **rows(
        "D03",
        {
            "executive": of(2, 9, 36, 51, 2),
            "backbench": of(27, 52, 17, 3, 1),
            "scrutiny": of(27, 43, 21, 7, 2),
            "county": of(10, 33, 37, 18, 2),
            "district": of(8, 29, 39, 22, 2),
            "parish": of(26, 33, 19, 5, 17, rural=0.8),
        },
        maturity=0.25,
    ),
    **rows(
        "D04",
        {
            "support": of(5, 25, 36, 29, 2, 3, maturity=0.3),
            "democratic": of(4, 30, 33, 26, 3, 4),
            "threat": of(4, 23, 23, 40, 7, 3, maturity=-0.2),
            "linchpin": of(9, 34, 27, 25, 3, 2, maturity=0.2),
        },
    ),
    "D05": of(24, 55, 17, 4, maturity=0.35, nrf=0.2),
    "E01": of(21, 38, 23, 18, maturity=-0.3, capacity=-0.35, nrf=-0.25),
    "E02": of(20, 30, 29, 16, 5, nrf=-0.9),
    **ticks(
        "E03",
        {"board": 88, "partners": 34, "scrutiny": 31, "go": of(40, nrf=1.6)}
        | {"nru": of(33, nrf=2.2), "public": 27},
    ),
    **rows(
        "E04",
        {
            "local_acc": of(2, 9, 27, 46, 9, 7, capacity=0.3),
            "upward": of(3, 23, 32, 28, 7, 7, nrf=0.5),
            "burden": of(2, 21, 31, 30, 9, 7, capacity=-0.2),
            "encourages": of(3, 12, 37, 36, 5, 7, maturity=0.3),
            "inhibits": of(8, 40, 33, 11, 1, 7, maturity=-0.3),
            "partners": of(12, 38, 25, 15, 2, 8, capacity=0.35, nrf=0.3),
        },
    ),
    "E05": of(26, 44, 24, 3, 3, maturity=-0.4, capacity=-0.3),
}
