"""From a data set and a system to a run, its scores, comparisons and gates."""
