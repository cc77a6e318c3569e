"""From the first enquiry or referral to the first day in a program: referrals, enquiries, placements, stays.

Who a person is belongs to `people`, what they answer to `measures`, what happens after the start to later parts. That a
start also fills a week with groups is `workflows.admit`.
"""
