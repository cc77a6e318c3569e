"""What made-up people say and what is written about them. Plain words, nobody's own; no name is in them."""

from dataclasses import dataclass

TOPICS = (
    ("Riding out an urge", "CBT, role play"),
    ("Triggers and the first warning", "Psychoeducation"),
    ("Evenings and weekends", "Planning"),
    ("Talking with family", "Role play"),
    ("Sleep and mood", "Psychoeducation"),
    ("Asking for help", "Motivational interviewing"),
    ("Money and paydays", "Planning"),
    ("Old places, new ways there", "CBT"),
    ("Anger before it speaks", "Skills practice"),
    ("After a lapse", "Motivational interviewing"),
)
SHARED = (
    "Opening round, a short input, practice in pairs, closing round. Everybody had a turn.",
    "Check-in round, the handout read together, practice in threes, one thing each to try until next time.",
    "Opening round, examples from the week, the exercise on paper, closing round.",
)
OPENINGS = (
    "On {topic}:",
    "After the round on {topic}",
    "With {topic} on the board:",
    "Came early. On {topic}:",
    "Asked how the day was, then",
    "In the pairs on {topic}",
    "At the opening round:",
    "When the group turned to {topic}",
)
SAID = (
    "chose one thing to try before the next session",
    "was quiet at first, then described an evening that went well and why",
    "practiced the exercise twice; the urge went from 7 to 4",
    "said what helped last time: a call before leaving work",
    "asked two questions and offered to read the closing",
    "worked on a plan for the weekend and read it out",
    "spoke about sleep and said the breathing exercise is next tonight",
    "linked the topic to a conversation at home",
    "described a close call and what stopped it",
    "listened, then wrote three lines and kept them",
    "named two early signs and who notices them first",
    "told of a hard morning and of coming all the same",
    "practiced saying no with a partner, three times, louder each time",
    "laughed for the first time this week, and said so",
    "asked for the handout in order to show it at home",
    "named a place to avoid on the way back and another way to go",
)
CLOSINGS = (
    "",
    "Next step: try it once before the next session.",
    "Left with a plan written down.",
    "Wants to go on with this in the one-to-one.",
    "Said at the end that it was worth coming.",
    "Asked to look at it again next week.",
    "Rated today 6 of 10.",
    "Rated today 8 of 10.",
    "Will call somebody tonight.",
)
FROM_HOME = (
    "Slept through.",
    "Long day. I went straight home.",
    "My sister called, that helped.",
    "Hard since lunch, better now.",
    "Payday tomorrow. I gave the card to my brother.",
    "I don't want to talk about yesterday yet.",
    "Walked by the river instead.",
    "Two weeks today.",
)
FROM_HOME_AFTER_USE = (
    "It happened on the way home. I want to talk about it.",
    "I used last night. I'm coming today anyway.",
    "One evening. I threw the rest out.",
)
RISK_NOTES = (
    "Called back within minutes. No thought of dying, a strong urge that passed as we spoke. With family tonight.",
    "Reached by phone. Low and alone; no plan and no means. Went through the safety plan; a friend comes over.",
    "Spoke for twenty minutes. The urge was about using. Agreed to call before going out, and on a visit tomorrow.",
)
# Ratings of somebody whom an evening program suits (our labels; docs/clinical.md, "Levels of care").
EVIDENCE = {
    1: (1, "Last use eleven days ago. No withdrawal signs today."),
    2: (0, "No physical complaint; saw a physician in spring."),
    3: (2, "Low mood most days; no thought of dying."),
    4: (1, "Asked for help without being sent."),
    5: (2, "Used within a month of an earlier stay."),
    6: (2, "Lives with family who do not use; evenings are hard."),
}
# The same in the fourth edition: a rating, the least level that it is said to name, and on what it rests. What a rating
# means stands in the book alone: these are made up, and say so.
FOURTH_EVIDENCE = {
    1: ("0", "any", "Last use eleven days ago. No withdrawal signs today. The rating is made up."),
    2: ("0", "any", "No physical complaint; saw a physician in spring. The rating is made up."),
    3: ("A", "1.5", "Low mood most days; no thought of dying. The rating is made up."),
    4: ("B", "2.1", "Used within a month of an earlier stay. The rating is made up."),
    5: ("A", "1.5", "Lives with family who do not use; evenings are hard. The rating is made up."),
}
# Of the sixth there are words alone.
WHAT_MATTERS = "Wants to sleep at home and keep the job. Needs a ride after evening groups."
# In the place of the third edition's: more care than an outpatient program has.
MORE_NEED = {1: (3, "Drinks every day. Shook and sweated when he stopped last week.")}


@dataclass(frozen=True, slots=True)
class PlanWords:
    """One thread of a plan, from what is in the way to what is measured."""

    problem: tuple[str, str]
    words: str
    goal: tuple[str, str]
    objective: tuple[str, str, str]


_ALCOHOL = ("Alcohol use disorder, moderate", "F10.20")
_OPIOID = ("Opioid use disorder, moderate", "F11.20")
_STIMULANT = ("Stimulant use disorder, moderate", "F15.20")
PLANS = (
    PlanWords(
        _ALCOHOL,
        "The way home goes past every bar I know.",
        ("Get home without stopping.", "Name triggers on the way home and plan around them"),
        ("Triggers named", "Days home without a stop", "5 of 5 working days"),
    ),
    PlanWords(
        _ALCOHOL,
        "Sundays are long.",
        ("Have somewhere to be on Sundays.", "A weekend plan written each Thursday"),
        ("Weekend plan", "Weekends with a written plan", "every weekend"),
    ),
    PlanWords(
        _OPIOID,
        "Nights are when I lose it.",
        ("Sleep at home every night.", "Evenings without use, on an evening plan"),
        ("Evening plan", "Evenings the plan was followed", "5 of 7 evenings a week"),
    ),
    PlanWords(
        _OPIOID,
        "I want to say it out loud here first.",
        ("Tell my family how I am, honestly.", "Name one person outside the group to talk with"),
        ("Somebody to talk with", "Talks with a person outside the group", "once a week"),
    ),
    PlanWords(
        _STIMULANT,
        "An urge feels like it never ends.",
        ("Let an urge pass without acting on it.", "Ride out urges with paced breathing"),
        ("Ride out an urge", "Urges ridden out of those named", "4 of 5"),
    ),
    PlanWords(
        _STIMULANT,
        "When I miss once, I stop coming.",
        ("Come back the day after I miss.", "Return within one session after a missed one"),
        ("Return after a gap", "Returns within one session", "every time"),
    ),
)

# What reviews of plans find, and why somebody doesn't sign.
REVIEWED = (
    "Looked at together; it still fits.",
    "Comes regularly. The next step is the weekend.",
    "The evenings are steadier. Mornings are next.",
    "Slower than planned, and still wanted.",
)
NOT_SIGNED = "I want to talk about the evenings first."
