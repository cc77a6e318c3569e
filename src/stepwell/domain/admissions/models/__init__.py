"""Referrals, enquiries, placements and episodes of care."""

from stepwell.domain.admissions.models.enquiry import Enquiry, Source
from stepwell.domain.admissions.models.episode import Episode
from stepwell.domain.admissions.models.online import OnlineRequest
from stepwell.domain.admissions.models.placement import Placement, PlacementNeed, PlacementRating
from stepwell.domain.admissions.models.referral import Referral, ReferredItem

__all__ = [
    "Enquiry",
    "Episode",
    "OnlineRequest",
    "Placement",
    "PlacementNeed",
    "PlacementRating",
    "Referral",
    "ReferredItem",
    "Source",
]
