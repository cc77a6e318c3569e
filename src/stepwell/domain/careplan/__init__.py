"""Problem, goal, objective, intervention, review."""
