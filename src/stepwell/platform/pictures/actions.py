"""Asking for pictures, drawing one, and throwing old ones away."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, TypeAlias

import orjson
from django.db import transaction

from stepwell.platform.pictures.drawing import draw
from stepwell.platform.pictures.models import Picture

Specification: TypeAlias = Mapping[str, Any]
# Drawn anew where somebody asks again; so long a page that is opened every few weeks has it at once.
KEPT_FOR = timedelta(days=60)


def key_of(specification: Specification) -> str:
    """The hash under which it is kept."""
    return sha256(orjson.dumps(specification, option=orjson.OPT_SORT_KEYS)).hexdigest()


def pictures_of(
    specifications: Iterable[Specification], *, ask: Callable[[str], None], now: datetime
) -> dict[str, str]:
    """The drawings there are, by key. `ask` is called for each that was never asked for. Two queries at most."""
    wanted = {key_of(each): each for each in specifications}
    known = dict(Picture.objects.filter(pk__in=wanted).values_list("pk", "svg"))
    fresh = [Picture(key=key, specification=each, asked_at=now) for key, each in wanted.items() if key not in known]
    if fresh:
        with transaction.atomic():
            # two who ask at once ask a worker twice, and it draws once
            Picture.objects.bulk_create(fresh, ignore_conflicts=True)
            for picture in fresh:
                ask(picture.key)
    return {key: svg for key, svg in known.items() if svg}


def draw_picture(*, key: str, now: datetime) -> None:
    """Draw one that waits. Twice is once; one that was thrown away meanwhile is nobody's any more."""
    picture = Picture.objects.select_for_update().filter(pk=key, drawn_at__isnull=True).first()
    if picture is None:
        return
    picture.svg, picture.drawn_at = draw(picture.key, picture.specification), now
    picture.save(update_fields=["svg", "drawn_at"])


def throw_away_old(*, now: datetime) -> int:
    """Pictures that were asked for long ago: what they show stands in the record itself. Returns how many."""
    return Picture.objects.filter(asked_at__lt=now - KEPT_FOR).delete()[0]
