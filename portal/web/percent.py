"""Per cents as the portal prints them: whole numbers, halves up. Pure."""


def whole_per_cent(count: int, base: int) -> int:
    """`count` out of `base` in per cent, 12.5 as 13; ZeroDivisionError for an empty base."""
    return (200 * count + base) // (2 * base)
