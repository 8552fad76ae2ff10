"""Where papers agree and disagree: on a claim, and under an answer."""
