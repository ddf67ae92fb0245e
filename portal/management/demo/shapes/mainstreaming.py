"""Shares for sections J and K: mainstreaming and resources, Local Area Agreements and LPSAs."""

from portal.management.demo.shape import Shape, of, rows

SHAPES: dict[str, Shape] = {
    "J01": of(22, 33, 19, 22, 4, maturity=0.45, capacity=0.2, nrf=0.5),
    **rows(
        "J02",
        {
            "council": of(29, 58, 13, 0),
            "police": of(35, 53, 12, 0),
            "health": of(39, 53, 8, 0),
            "lsc": of(62, 30, 3, 5),
            "jcp": of(61, 29, 3, 7),
            "housing": of(54, 35, 4, 7),
            "other": of(58, 31, 1, 10),
        },
        maturity=0.4,
        nrf=0.4,
    ),
    # Published: resources and central targets hold partners back; lack of commitment "well over
    # half"; more than a third do not see realignment as a priority.
    **rows(
        "J03",
        {
            "resources": of(9, 37, 51, 3),
            "targets": of(8, 35, 54, 3),
            "commitment": of(34, 43, 19, 4, maturity=-0.3),
            "not_priority": of(55, 29, 10, 6, maturity=-0.3),
            "information": of(24, 51, 19, 6),
            "boundaries": of(42, 35, 19, 4, county=-0.2),
            "short_term": of(13, 38, 46, 3, nrf=0.2),
            "accountability": of(18, 48, 30, 4),
        },
    ),
    **rows(
        "J04",
        {
            "council": of(3, 25, 69, 3),
            "police": of(5, 38, 54, 3),
            "health": of(4, 34, 59, 3),
            "nrf": of(19, 36, 36, 9, nrf=1.0),
            "locality": of(13, 45, 36, 6),
            "members": of(11, 45, 40, 4),
            "senior": of(3, 29, 65, 3),
            "middle": of(14, 47, 35, 4),
        },
        maturity=0.15,
    ),
    "K01": of(0, 17, 34, 49, nrf=-0.3, county=-0.7),
    "K02": of(18, 43, 28, 11, maturity=-0.35),
    **rows(
        "K03",
        {
            "children": of(12, 36, 25, 24, 3),
            "safer": of(8, 24, 28, 38, 2),
            "healthier": of(15, 33, 28, 21, 3),
            "economic": of(24, 30, 25, 17, 4),
        },
        maturity=0.3,
    ),
    **rows(
        "K04",
        {
            "decisions": of(9, 37, 26, 22, 2, 4),
            "participation": of(5, 28, 32, 29, 2, 4),
            "channels": of(6, 33, 29, 27, 2, 3),
            "sectors": of(7, 36, 31, 21, 1, 4),
            "agencies": of(7, 25, 29, 32, 3, 4),
            "go": of(5, 20, 32, 34, 5, 4),
            "stakeholders": of(7, 27, 30, 31, 2, 3, county=-0.9),
        },
        maturity=0.35,
        candour=0.2,
    ),
    **rows(
        "K05",
        {
            "influence": of(2, 10, 27, 47, 8, 6),
            "accountability": of(3, 19, 34, 35, 3, 6),
            "value": of(2, 8, 29, 48, 8, 5),
            "neglect": of(4, 25, 32, 30, 3, 6),
            "marginalise": of(3, 24, 29, 33, 5, 6),
            "burden": of(3, 20, 29, 33, 9, 6),
        },
        candour=0.2,
    ),
    "K06": of(31, 17, 19, 28, 5, rural=0.3),
}
