"""From the first enquiry or referral to the first day in a program."""
