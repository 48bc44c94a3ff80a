"""The marks of list items, in the forms that Word and HTML have for them."""

from __future__ import annotations

_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


LEVELS = 9  # of lists inside one another, as Word has them


def indent(level: int) -> str:
    """Return the blanks before the items of a list inside so many others.

    >>> indent(2), len(indent(9999))
    ('    ', 16)
    """
    return "  " * min(level, LEVELS - 1)


def ordinal(number: int, form: str = "decimal") -> str:
    """Return a number as a list item shows it.

    >>> [ordinal(4, form) for form in ("decimal", "lowerLetter", "upperRoman", "decimalZero")]
    ['4', 'd', 'IV', '04']
    """
    if form == "decimalZero":
        return f"{number:02}"
    if form.endswith("Letter") and 1 <= number <= 26 * 4:  # after "z" comes "aa"
        written = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    elif form.endswith("Roman") and 1 <= number <= 3999:
        written = _roman(number)
    else:
        return str(number)
    return written.upper() if form.startswith("upper") else written


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        written += letters * (number // value)
        number %= value
    return written
