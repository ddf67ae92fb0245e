"""Shares for sections H and I: drivers, activity (Figure 1), progress (Figure 2), added value."""

from portal.management.demo.shape import Shape, of, rows

# Order of the shares: not addressed, discussed, joint strategy, joint activity, measurable
# outcomes.
ACTIVITY = rows(
    "H02",
    {
        "crime": of(1, 3, 9, 32, 55, nrf=0.3),
        "economic": of(4, 9, 18, 41, 28, nrf=0.4),
        "competitiveness": of(42, 24, 16, 13, 5),
        "skills": of(9, 15, 20, 36, 20, nrf=0.4),
        "education": of(11, 16, 18, 31, 24, nrf=0.6, county=0.3),
        "children": of(3, 14, 26, 36, 21),
        "older": of(10, 24, 26, 30, 10),
        "health": of(3, 10, 22, 40, 25, nrf=0.4),
        "social_care": of(22, 23, 18, 26, 11),
        "drugs": of(8, 11, 18, 35, 28),
        "housing": of(7, 14, 23, 34, 22, nrf=0.4, county=-0.5),
        "deprivation": of(15, 15, 17, 27, 26, nrf=1.1),
        "environment": of(6, 18, 26, 37, 13),
        "liveability": of(8, 13, 19, 36, 24, nrf=0.4),
        "transport": of(9, 23, 28, 31, 9, county=0.3, nrf=-0.1),
        "rural": of(29, 15, 19, 28, 9, rural=1.1, urban=-0.9, nrf=-0.3),
        "culture": of(13, 23, 24, 30, 10),
        "cohesion": of(14, 24, 24, 29, 9, urban=0.5),
        "engagement": of(5, 17, 23, 40, 15, inclusion=0.3),
        "ethnicity": of(24, 27, 21, 22, 6, urban=0.7, inclusion=0.25),
        "disability": of(27, 30, 20, 19, 4, inclusion=0.2),
        "gender": of(48, 29, 12, 9, 2, inclusion=0.2),
        "lgb": of(58, 23, 9, 8, 2, urban=0.2, inclusion=0.25),
        "refugees": of(45, 24, 13, 14, 4, urban=0.6, inclusion=0.2),
        "travellers": of(51, 26, 11, 10, 2, rural=0.2, inclusion=0.2),
    },
    maturity=0.5,
    capacity=0.2,
    candour=0.1,
    nrf=-0.1,
)

# Order of the shares: no progress yet, some, major, not applicable.
PROGRESS = (
    rows(
        "I01",
        {
            "closer": of(4, 62, 34, 0),
            "information": of(17, 64, 19, 0),
            "staff": of(45, 44, 8, 3),
            "pooled": of(47, 40, 9, 4, nrf=0.3),
        },
        maturity=0.5,
        candour=0.2,
        county=-0.2,
    )
    | rows(
        "I02",
        {
            "vision": of(4, 43, 53, 0, nrf=0.3),
            "interests": of(12, 67, 21, 0),
            "marginalised": of(38, 52, 9, 1, nrf=0.25, inclusion=0.4),
            "voice": of(25, 62, 12, 1, inclusion=0.2),
            "legitimacy": of(38, 53, 7, 2),
            "influence_local": of(20, 64, 15, 1),
            "influence_national": of(51, 43, 4, 2),
        },
        maturity=0.45,
        candour=0.2,
        nrf=0.1,
        county=-0.3,
    )
    | rows(
        "I03",
        {
            "reflect": of(19, 64, 15, 2),
            "needs": of(26, 58, 13, 3, nrf=0.35),
            "priority": of(28, 53, 15, 4, nrf=0.4),
            "floor": of(30, 48, 13, 9, nrf=0.75),
        },
        maturity=0.45,
        candour=0.2,
        nrf=0.1,
        county=-0.25,
    )
)

# Order of the shares: not a driver, minor, important, primary, not applicable.
DRIVERS = rows(
    "H01",
    {
        "community_strategy": of(1, 6, 29, 63, 1),
        "neighbourhood_renewal": of(20, 19, 21, 30, 10, nrf=2.2),
        "lpsa": of(15, 34, 37, 10, 4),
        "laa": of(26, 31, 27, 12, 4, county=0.7),
        "wellbeing": of(41, 42, 13, 2, 2),
        "cdrp": of(3, 20, 52, 24, 1),
        "children": of(4, 24, 50, 20, 2, county=0.3),
        "health": of(3, 21, 53, 22, 1, nrf=0.2),
        "ltp": of(21, 47, 27, 4, 1, county=0.5),
        "economic": of(14, 40, 37, 8, 1),
        "abi": of(24, 29, 26, 13, 8, nrf=1.0),
        "cpa": of(13, 35, 38, 13, 1, county=0.2),
        "local": of(1, 8, 44, 46, 1),
    },
)

SHAPES: dict[str, Shape] = {
    **DRIVERS,
    **ACTIVITY,
    "H04": of(9, 38, 17, 33, 3, maturity=-0.15),
    **rows(
        "H05",
        {
            "agendas": of(14, 51, 31, 4, nrf=0.2),
            "level": of(18, 52, 27, 3),
            "agencies": of(31, 50, 16, 3, maturity=-0.3),
            "communities": of(16, 53, 28, 3, inclusion=-0.3),
            "overload": of(10, 38, 49, 3, capacity=-0.3),
        },
    ),
    **PROGRESS,
    **rows(
        "I04",
        {
            "education": of(10, 55, 25, 3, 7),
            "employment": of(10, 49, 30, 4, 7),
            "crime": of(12, 46, 32, 4, 6),
            "health": of(21, 52, 17, 2, 8),
            "housing": of(8, 43, 38, 4, 7),
            "liveability": of(7, 46, 36, 3, 8),
        },
        maturity=0.3,
        candour=0.2,
    ),
    # "managed" is worked out in makers.py: whether there is a performance management system.
    "I05": of(16, 43, 33, 8, maturity=-0.3, capacity=-0.2, nrf=-0.2, managed=-0.6),
}

# Weights of the issues among the top three priorities, before the stage reached on each.
PRIORITIES = {
    "crime": 60,
    "economic": 46,
    "competitiveness": 3,
    "skills": 26,
    "education": 24,
    "children": 34,
    "older": 8,
    "health": 44,
    "social_care": 3,
    "drugs": 6,
    "housing": 26,
    "deprivation": 16,
    "environment": 24,
    "liveability": 18,
    "transport": 24,
    "rural": 7,
    "culture": 5,
    "cohesion": 12,
    "engagement": 16,
    "ethnicity": 2,
    "disability": 1.5,
    "gender": 0.4,
    "lgb": 0.3,
    "refugees": 0.6,
    "travellers": 0.4,
}
STAGE_WEIGHT = {
    "not_addressed": 0.02,
    "discussed": 0.3,
    "joint_strategy": 0.9,
    "joint_activity": 1.2,
    "measurable": 1.4,
}

# What the added value is shown by, given that it can be shown at all.
EVIDENCE = {
    "evaluation": 34.0,
    "case_studies": 57.0,
    "partners": 52.0,
    "surveys": 21.0,
    "judgement": 61.0,
}
