"""What was promised at earlier meetings, and what became of it."""

from datetime import date

from briefing.sample_data.published import Rows

HEADER = (
    *("commitment_id", "meeting_id", "provider_code", "what", "owner", "due_on"),
    *("measure", "status", "closed_on", "evidence"),
)
SPRING, SUMMER, COMMITTEE = "2026-03-05-rza", "2026-06-04-rza", "2026-06-11-select-committee"
OFFICER, DOCTOR = "Chief operating officer", "Medical director"
LETTERS = "Bring clinic letters back inside seven days, with a weekly count of those that are late"
"""Promised twice, overdue twice."""

_OPEN: Rows = [
    ("COM01", SPRING, "RZA", LETTERS, OFFICER, date(2026, 5, 29), "letters_within_7_days"),
    ("COM03", SUMMER, "RZA", LETTERS, OFFICER, date(2026, 9, 30), "letters_within_7_days"),
    ("COM04", SUMMER, "RZA", "Name a clinical lead for onward referral", DOCTOR, date(2026, 12, 18), ""),
    (
        *("COM05", SUMMER, "RZA", "Share the demand and capacity sheet for Ear Nose and Throat", OFFICER),
        *(date(2026, 12, 31), "rtt_within_18_weeks/120"),
    ),
    (
        *(
            "COM06",
            COMMITTEE,
            "RZB",
            "Answer requests for advice in neurology within ten working days",
            DOCTOR,
        ),
        *(date(2026, 9, 30), "advice_turnaround/400"),
    ),
    (
        *("COM08", COMMITTEE, "RZE", "Give everyone over 52 weeks a date or an offer elsewhere", OFFICER),
        *(date(2027, 1, 29), "rtt_over_52_weeks"),
    ),
]
_CLOSED: Rows = [
    (
        *("COM02", SPRING, "RZA", "Open a second endoscopy room at weekends", OFFICER, date(2026, 5, 29)),
        *("diagnostics_over_6_weeks", date(2026, 5, 20), "Opened on 9 May 2026; seen by the quality lead"),
    ),
    (
        *("COM07", COMMITTEE, "RZC", "Review reminders for first appointments", "Outpatient manager"),
        *(
            date(2026, 8, 31),
            "missed_appointments",
            date(2026, 10, 12),
            "Review held; texts from November 2026",
        ),
    ),
]

COMMITMENTS: Rows = [
    HEADER,
    *((*row, "open", None, "") for row in _OPEN),
    *((*row[:7], "kept", *row[7:]) for row in _CLOSED),
]
