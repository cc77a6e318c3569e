"""Stepwell runs an intensive outpatient program, from referral to aftercare."""
