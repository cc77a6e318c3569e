"""Authorizations: what a payer agreed to pay for, of which unit how many, from when until when.

Entered by hand. What of it was delivered and is booked counts the part `week`; whether a payer pays at all stands with
the check of benefits, in `admissions`.
"""
