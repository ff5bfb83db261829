"""Organisation codes as the registers write them: one pattern a kind, for registers and local feeds alike."""

import re

from briefing.sources.values import Parser, Unreadable


def code_parser(pattern: str, *, wanted: str, remedy: str) -> Parser:
    """A parser that takes a code in either case, and refuses whatever does not have the pattern."""
    compiled = re.compile(pattern)

    def parse(text: str) -> str:
        code = text.upper()
        if not compiled.fullmatch(code):
            raise Unreadable(wanted, remedy)
        return code

    return parse


_LOOK_UP = "Use the code of the Organisation Data Service, not the name."

parse_practice = code_parser(
    "[A-Z][A-Z0-9]{2}[0-9]{3}", wanted="a practice code such as A81001", remedy=_LOOK_UP
)
parse_provider = code_parser(
    "[A-Z0-9]{3}|[A-Z0-9]{5,6}", wanted="a provider code such as RXH or NT401", remedy=_LOOK_UP
)
parse_trust = code_parser("[A-Z][A-Z0-9]{2}|[A-Z0-9]{5}", wanted="a trust code such as RXH", remedy=_LOOK_UP)
parse_network = code_parser("U[0-9]{5}", wanted="a network code such as U89141", remedy=_LOOK_UP)
parse_area = code_parser(
    "[A-Z0-9]{3}|[A-Z0-9]{5}",
    wanted="a code of three or five letters and digits, such as 16C or QHM",
    remedy=_LOOK_UP,
)
"""A region, a board or a sub-board: three characters, five for those made since 2020."""
parse_organisation = code_parser(
    "[A-Z0-9]{3,6}", wanted="an organisation code of three to six letters and digits", remedy=_LOOK_UP
)


def parse_allocated_network(text: str) -> str | None:
    """A network's code; `U` alone stands for a practice in no network."""
    return None if text.upper() == "U" else str(parse_network(text))


parse_local_code = code_parser(
    "[A-Z0-9][A-Z0-9_-]{1,19}",
    wanted="a code of two to twenty letters and digits",
    remedy="Leave spaces out.",
)
"""A code of the local register of organisations, which may name places that ODS doesn't know."""
