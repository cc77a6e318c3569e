"""Referrals, enquiries, what happens on their way, placements and episodes of care."""

from stepwell.domain.admissions.models.closing import Closing, ContactAttempt
from stepwell.domain.admissions.models.education import EducationHour
from stepwell.domain.admissions.models.elsewhere import OutsideStay
from stepwell.domain.admissions.models.enquiry import Enquiry, Source
from stepwell.domain.admissions.models.episode import Episode
from stepwell.domain.admissions.models.handover import HandoverCall, InterimService
from stepwell.domain.admissions.models.online import OnlineRequest
from stepwell.domain.admissions.models.placement import Placement, PlacementNeed, PlacementRating
from stepwell.domain.admissions.models.protocol import AdmissionsProtocol
from stepwell.domain.admissions.models.referral import Referral, ReferredItem
from stepwell.domain.admissions.models.waitlist import SeatOffer, WaitlistEntry
from stepwell.domain.admissions.models.way import BenefitsCheck, SeatHold

__all__ = [
    "AdmissionsProtocol",
    "BenefitsCheck",
    "Closing",
    "ContactAttempt",
    "EducationHour",
    "Enquiry",
    "Episode",
    "HandoverCall",
    "InterimService",
    "OnlineRequest",
    "OutsideStay",
    "Placement",
    "PlacementNeed",
    "PlacementRating",
    "Referral",
    "ReferredItem",
    "SeatHold",
    "SeatOffer",
    "Source",
    "WaitlistEntry",
]
