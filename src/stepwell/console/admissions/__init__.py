"""Admissions on screen: the pipeline, a referral's arrival and match, an enquiry, its placement, its start."""
