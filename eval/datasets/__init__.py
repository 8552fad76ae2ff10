"""Data sets behind one interface: papers, questions and claims, versioned by their content."""
