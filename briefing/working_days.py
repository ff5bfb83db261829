"""Working days of England: no weekend, no bank holiday, no day on which a workspace is closed.

meeting on Thursday 7 January 2027, GP pack five working days ahead
Wed 6   1      Tue 5   2      Mon 4   3      (Fri 1 bank holiday)
Thu 31  4      Wed 30  5  <- the day of the pack
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

_NAMES = {
    "May Day": "Early May bank holiday",
    "Spring Bank Holiday": "Spring bank holiday",
    "Late Summer Bank Holiday": "Summer bank holiday",
}
"""As the government calls them, where the library has another name."""


@dataclass(frozen=True)
class WorkingDays:
    """The calendar of one workspace."""

    closed: tuple[date, ...] = ()

    def not_worked(self, day: date) -> str | None:
        """Say why nobody works on a day, where that is so."""
        if day.weekday() >= 5:
            return "a Saturday" if day.weekday() == 5 else "a Sunday"
        if name := _bank_holidays(day.year).get(day):
            plain = name.removesuffix(" (observed)")
            return f"a bank holiday ({_NAMES.get(plain, plain)})"
        return "a day on which we are closed" if day in self.closed else None

    def before(self, day: date, count: int) -> date:
        """Return the day so many working days before another; none before it is the day itself."""
        return self._counted(day, count, timedelta(days=-1))

    def after(self, day: date, count: int) -> date:
        return self._counted(day, count, timedelta(days=1))

    def _counted(self, day: date, count: int, step: timedelta) -> date:
        while count > 0:
            day += step
            count -= self.not_worked(day) is None
        return day


@cache
def _bank_holidays(year: int) -> Mapping[date, str]:
    import holidays  # here: a run that finds nothing due never needs it

    return dict(holidays.country_holidays("GB", subdiv="ENG", years=year))
