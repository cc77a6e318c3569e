"""The planner on screen: asking, how far it is, what it proposes, accepting."""
