"""A drawn meeting and one reader's pack of it, so that the specimen shows each component as packs print it."""

from briefing.challenge.model import Challenge, Concern, Finding, LeaveAlone, Promise, Question
from briefing.challenge.patterns import load_patterns
from briefing.measures import ALL
from briefing.meeting.model import AgendaItem, Meeting, Person, ProviderPerson
from briefing.months import months_before
from briefing.pack.build import assemble, gp_editions
from briefing.pack.model import GpEdition, PackSettings, SourceUsed
from briefing.specimen import samples

SOURCE = SourceUsed(
    source="rtt",
    title="Drawn series",
    publisher="this project",
    period="September 2026",
    vintage=1,
    file="no file: the wave of each series is a formula",
    sha256="0" * 64,
)


def edition() -> GpEdition:
    """The reader's pack: one question with a chart, one credit, one measure to leave alone."""
    worse, better, steady, size = (
        samples.worse(),
        samples.better(),
        samples.steady(),
        samples.list_size(),
    )
    challenge = Challenge(
        questions=(_question(),),
        credit=_credit(),
        leave_alone=(LeaveAlone(steady, "It moves between 68 and 80% anyway; nothing has changed."),),
        concerns=(
            Concern("letters that come too late", ALL, 34, 17, 9, months_before(samples.LATEST, 4), True),
        ),
        promises=tuple(_promises()),
        scanned=184,
        by_chance=1.3,
        not_asked=(),
    )
    pack = assemble(
        meeting=_meeting(),
        provider_code=samples.CODE,
        provider_name=samples.NAME,
        commissioner_name="Winterbourne Integrated Care Board",
        challenge=challenge,
        measures=(worse, better, steady, size),
        version=1,
        status="approved",
        sources=(SOURCE,),
        settings=PackSettings(marking="SPECIMEN"),
    )
    return gp_editions(pack)[0]


def _meeting() -> Meeting:
    reader = Person("P1", "Reader One", "GP", practice_code="Y00001", may_decide=False, clinical=True)
    chair = Person("P9", "The chair", "Chair", practice_code=None, may_decide=True, clinical=False)
    return Meeting(
        id="specimen",
        kind="contract_review",
        title="Specimen meeting",
        date=months_before(samples.LATEST, -3),
        place="Room 1",
        commissioner_code="QZA",
        provider_codes=(samples.CODE,),
        decision_wanted="A decision box says what the meeting is to decide.",
        minutes=60,
        reading_minutes=10,
        chair=chair,
        clerk=None,
        panel=(reader,),
        interests=(),
        provider_people=(ProviderPerson("The chief operating officer", "Executive", ("elective waits",)),),
        agenda=(
            AgendaItem("Welcome and last promises", minutes=15, topic=None),
            AgendaItem("Elective waits", minutes=35, topic="elective waits"),
            AgendaItem("What was agreed", minutes=10, topic=None),
        ),
        pinned=(),
        barred=(),
        measures=(),
        notes="",
    )


def _question() -> Question:
    """The words say what stands in each place; the finding is that of the drawn measure."""
    pattern = next(each for each in load_patterns() if "rtt_within_18_weeks" in each.metrics)
    return Question(
        id="specimen",
        finding=Finding(pattern, 1.0, measure=samples.worse(), people_affected=3052),
        title="A title says what the question is about",
        fact="The fact in one or two sentences: 58.3% in September 2026, where the plan said 63.5%. "
        "The people it touches stand beside it.",
        opener="The question as it may be spoken, short enough to be read aloud?",
        listen_for=("A named scheme", "A date on which it starts", "Somebody who owns it"),
        likely_reply="What the hospital is likely to say first.",
        answer="What the evidence answers to that.",
        bring="",
        settle_for="Who does what by when, and how both sides will know.",
        fair_ask="What the hospital may fairly ask in return",
        push="FIRM",
        lead="P1",
        supporter=None,
        assignment_note=None,
    )


def _credit() -> Question:
    pattern = next(each for each in load_patterns() if each.credit)
    better = samples.better()
    return Question(
        id="credit",
        finding=Finding(pattern, 1.0, measure=better),
        title="Credit where it is due",
        fact="The share waiting over a year fell to 1.6% and has stayed below its old range for eight months.",
        opener="",
        listen_for=(),
        likely_reply="",
        answer="",
        bring="",
        settle_for="",
        fair_ask="",
        push="ASK",
        lead=None,
        supporter=None,
        assignment_note=None,
    )


def _promises() -> list[Promise]:
    told = (
        ("not_kept", "A promise that was not kept", "Nothing received by its date."),
        ("kept", "A promise that was kept", "Audit of 40 returns: all 40 named a clinician."),
        ("open", "A promise that still runs", "Draft seen in October."),
        ("repeated", "A promise made a second time", "Promised in March and again in June."),
    )
    return [
        Promise(
            f"C{number}",
            "earlier",
            what,
            "Chief operating officer",
            months_before(samples.LATEST, -2),
            state,  # type: ignore[arg-type]
            evidence,
        )
        for number, (state, what, evidence) in enumerate(told, start=1)
    ]
