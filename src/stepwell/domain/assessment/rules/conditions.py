"""Mental-health conditions that often come with a substance use disorder, with their ICD-10-CM codes. Data.

Codes and names: ICD-10-CM (NCHS and CMS, public domain), tabular list of April 2026; names shortened and some said as
DSM-5-TR says them. Which ones are listed is ours. `tests/domain/assessment/rules/test_icd.py` looks every code up.
"""

from typing import Final

CONDITIONS: Final = (
    (
        "Depression",
        (
            ("F32.0", "Major depressive disorder, single episode, mild"),
            ("F32.1", "Major depressive disorder, single episode, moderate"),
            ("F32.2", "Major depressive disorder, single episode, severe"),
            ("F32.3", "Major depressive disorder, single episode, severe with psychotic features"),
            ("F32.4", "Major depressive disorder, single episode, in partial remission"),
            ("F32.5", "Major depressive disorder, single episode, in full remission"),
            ("F33.0", "Major depressive disorder, recurrent, mild"),
            ("F33.1", "Major depressive disorder, recurrent, moderate"),
            ("F33.2", "Major depressive disorder, recurrent, severe"),
            ("F33.3", "Major depressive disorder, recurrent, severe with psychotic features"),
            ("F33.41", "Major depressive disorder, recurrent, in partial remission"),
            ("F33.42", "Major depressive disorder, recurrent, in full remission"),
            ("F32.A", "Depression, unspecified"),
            ("F34.1", "Persistent depressive disorder"),
        ),
    ),
    (
        "Bipolar",
        (
            ("F31.9", "Bipolar disorder, unspecified"),
            ("F31.81", "Bipolar II disorder"),
            ("F34.0", "Cyclothymic disorder"),
        ),
    ),
    (
        "Anxiety",
        (
            ("F41.1", "Generalized anxiety disorder"),
            ("F41.0", "Panic disorder"),
            ("F40.10", "Social anxiety disorder"),
            ("F40.00", "Agoraphobia"),
            ("F41.9", "Anxiety disorder, unspecified"),
            ("F42.9", "Obsessive-compulsive disorder, unspecified"),
        ),
    ),
    (
        "Trauma and stress",
        (
            ("F43.10", "Post-traumatic stress disorder, unspecified"),
            ("F43.11", "Post-traumatic stress disorder, acute"),
            ("F43.12", "Post-traumatic stress disorder, chronic"),
            ("F43.0", "Acute stress reaction"),
            ("F43.20", "Adjustment disorder, unspecified"),
            ("F43.21", "Adjustment disorder with depressed mood"),
            ("F43.22", "Adjustment disorder with anxiety"),
            ("F43.23", "Adjustment disorder with mixed anxiety and depressed mood"),
            ("F43.81", "Prolonged grief disorder"),
        ),
    ),
    (
        "Psychosis",
        (
            ("F20.9", "Schizophrenia, unspecified"),
            ("F25.0", "Schizoaffective disorder, bipolar type"),
            ("F25.1", "Schizoaffective disorder, depressive type"),
            ("F29", "Psychosis, unspecified"),
        ),
    ),
    (
        "Attention",
        (
            ("F90.0", "ADHD, predominantly inattentive"),
            ("F90.1", "ADHD, predominantly hyperactive"),
            ("F90.2", "ADHD, combined"),
            ("F90.9", "ADHD, unspecified"),
        ),
    ),
    (
        "Others",
        (
            ("F60.3", "Borderline personality disorder"),
            ("F60.2", "Antisocial personality disorder"),
            ("F60.9", "Personality disorder, unspecified"),
            ("F50.20", "Bulimia nervosa, unspecified"),
            ("F50.819", "Binge eating disorder, unspecified"),
            ("F50.9", "Eating disorder, unspecified"),
            ("F63.0", "Gambling disorder"),
            ("F51.01", "Primary insomnia"),
            ("G47.00", "Insomnia, unspecified"),
            ("F84.0", "Autism spectrum disorder"),
        ),
    ),
)
LABELS: Final = {code: label for _, conditions in CONDITIONS for code, label in conditions}
CERTAINTIES: Final = (
    ("confirmed", "Confirmed"),
    ("provisional", "Provisional"),
    ("by history", "By history"),
)
