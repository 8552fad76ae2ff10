"""ask: a straight line over retrieval, models and grounding."""
