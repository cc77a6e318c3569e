"""Pure rules of the planner: the week as values, what a plan must keep, what it costs, a first-come plan."""
