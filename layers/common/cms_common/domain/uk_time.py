"""Dates and times as the United Kingdom reads them."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def uk_date(at: datetime) -> date:
    """Return the calendar day in the United Kingdom at a moment (UPL-17, LOG-16)."""
    return at.astimezone(LONDON).date()


def shown_date(day: date) -> str:
    """Show a date as DD/MM/YYYY (LOG-16)."""
    return day.strftime("%d/%m/%Y")


def shown_time(at: datetime) -> str:
    """Show a moment as "17 Apr 2013 11:42", UK time (SUP-21)."""
    return at.astimezone(LONDON).strftime("%d %b %Y %H:%M")


def shown_end(at: datetime) -> str:
    """Show when something ends, as `shown_time` does: at the minute that is shown it is over (LOG-05, SUP-23)."""
    begun = at.replace(second=0, microsecond=0)
    return shown_time(begun if begun == at else begun + timedelta(minutes=1))
