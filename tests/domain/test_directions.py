"""Foreign keys point the way imports do: a later part of the journey to an earlier one, never back."""

from django.apps import apps

ORDER = [
    "people",
    "worklist",
    "oversight",
    "catalog",
    "safety",
    "measures",
    "admissions",
    "careplan",
    "week",
    "checkins",
]


def test_no_foreign_key_points_to_a_later_part():
    wrong = []
    for part in ORDER:
        for model in apps.get_app_config(part).get_models():
            for field in model._meta.get_fields():
                target = getattr(field, "related_model", None)
                if field.auto_created or not target or target._meta.app_label not in ORDER:
                    continue
                if ORDER.index(target._meta.app_label) > ORDER.index(part):
                    wrong.append(f"{model.__name__}.{field.name} points to {target.__name__}")
    assert wrong == []


def test_only_the_clock_reads_the_time():
    from pathlib import Path

    import stepwell

    root = Path(stepwell.__file__).parent
    readers = [
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        if any(word in path.read_text() for word in ("timezone.now(", "datetime.now(", "date.today(", "utcnow("))
    ]
    assert readers == ["kernel/clock.py"]
