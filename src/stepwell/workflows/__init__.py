"""What spans parts of the domain: letting a person start, finishing a screening, the golden thread of a plan.

A workflow calls the parts' actions and queries, in one transaction where it writes, and owns no tables. What one part
can do alone belongs to that part; pages belong to the surfaces.
"""
