"""Words that a plan may begin with: goals, objectives and interventions by area and by condition.

They are a site's own, edition by edition, or ours until it has some. What somebody picks is copied into the plan and is
theirs to change; nothing leads back from a plan to these words.
"""
