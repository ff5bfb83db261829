"""One check of `briefing doctor`: what was looked at, what was found, and what to do about it."""

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "doubt", "wrong"]


@dataclass(frozen=True)
class Finding:
    about: str
    state: State
    found: str
    remedy: str = ""

    def line(self) -> str:
        told = f"{self.state:<6} {self.about}: {self.found}"
        return f"{told}\n       -> {self.remedy}" if self.remedy else told
