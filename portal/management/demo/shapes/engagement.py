"""Shares for sections F and G: engaging partners, and ties above and below the partnership."""

from portal.management.demo.shape import Shape, of, rows, ticks

SHAPES: dict[str, Shape] = {
    **rows(
        "F01",
        {
            "council": of(1, 4, 24, 71, 0),
            "other_tier": of(5, 27, 39, 28, 1),
            "parish": of(20, 36, 22, 7, 15, rural=0.7),
            "police": of(1, 8, 36, 55, 0),
            "health": of(1, 9, 38, 52, 0),
            "fire": of(14, 32, 33, 17, 4, urban=0.2),
            "lsc": of(13, 35, 35, 15, 2, nrf=0.5),
            "jcp": of(19, 34, 30, 14, 3, nrf=0.9),
            "education": of(6, 32, 41, 19, 2),
            "housing": of(17, 34, 31, 13, 5, nrf=0.4),
            "transport": of(31, 38, 18, 6, 7),
            "environment": of(33, 35, 18, 6, 8, nrf=-0.3),
            "rda": of(45, 35, 10, 2, 8),
            "go": of(11, 36, 34, 16, 3, nrf=1.0),
            "business": of(8, 41, 35, 15, 1),
            "voluntary": of(1, 12, 46, 40, 1, inclusion=0.4),
            "community": of(6, 31, 39, 23, 1, inclusion=0.45, nrf=0.4),
            "cen": of(1, 12, 35, 51, 1, inclusion=0.4),
            "faith": of(21, 38, 27, 11, 3, inclusion=0.4, urban=0.4),
        },
        maturity=0.3,
        candour=0.2,
    ),
    **rows(
        "F02",
        {
            "council": of(13, 63, 24, 0),
            "public": of(24, 66, 10, 0),
            "private": of(63, 29, 2, 6),
            "vcs": of(30, 53, 13, 4, inclusion=0.2),
        },
        maturity=0.45,
        nrf=0.3,
    ),
    **rows(
        "F03",
        {
            "priorities": of(15, 54, 31),
            "information": of(19, 58, 23),
            "spending": of(64, 32, 4, capacity=0.3),
            "targets": of(27, 49, 24, nrf=0.4),
            "training": of(55, 37, 8),
            "resources": of(30, 45, 25, capacity=0.3),
        },
        maturity=0.4,
    ),
    "F04": of(3, 17, 28, 52, maturity=-0.3, nrf=-0.3),
    **ticks(
        "F05",
        {"time": 71, "benefit": 54, "bureaucracy": 49, "representation": 58, "public_agenda": 44}
        | {"multinational": of(17, urban=0.3)},
    ),
    **ticks(
        "F06",
        {"money": 73, "stretched": 79, "skills": 41, "representation": 52, "culture": 33}
        | {"influence": of(24, inclusion=-0.3)},
    ),
    "F07": of(3, 17, 24, 38, 12, 6, inclusion=0.2),
    **ticks(
        "F08",
        {"bme": of(52, nrf=0.6, urban=0.8), "women": of(22, urban=0.2), "disabled": 46, "young": 58}
        | {"older": 57, "faith": of(56, urban=0.6), "lgb": of(11, urban=0.7), "travellers": 5}
        | {"refugees": of(13, urban=0.8), "tenants": of(55, nrf=0.5), "rural": of(46, rural=1.4)},
        inclusion=0.45,
    ),
    **rows(
        "G01",
        {
            "res": of(14, 43, 32, 9, 2),
            "sub_regional": of(12, 36, 37, 14, 1),
            "rss": of(22, 43, 27, 6, 2),
            "go": of(9, 32, 37, 21, 1, nrf=0.9),
            "neighbours": of(19, 37, 33, 10, 1, rural=0.2),
        },
        maturity=0.3,
        county=0.3,
    ),
    **ticks(
        "G02",
        {"area": 53, "neighbourhood_management": of(26, nrf=1.3), "ndc": of(11, nrf=2.0, urban=0.6)}
        | {"neighbourhood": of(34, nrf=0.6), "parish": of(63, rural=1.6, urban=-1.6)}
        | {"parish_plans": of(51, rural=1.4, urban=-1.4)},
    ),
    **rows(
        "G03",
        {
            "forum": of(4, 26, 32, 31, 4, 3),
            "duplication": of(8, 37, 32, 18, 1, 4),
            "councillors": of(3, 18, 25, 43, 8, 3),
            "influence": of(4, 27, 32, 31, 3, 3, inclusion=0.3),
        },
        maturity=0.25,
        nrf=0.2,
    ),
    "G04": of(13, 38, 36, 13, maturity=-0.35),
    "G05": of(47, 26, 18, 9, maturity=-0.2),
    "G06": of(51, 34, 8, 7, maturity=-0.2),
    "G07": of(63, 22, 15, county=-0.3),
}
