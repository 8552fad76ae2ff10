"""How sure the figures are: intervals, comparisons of two runs, agreement with people."""
