"""Files of papers -> Paper records.  One small module a format; pure parsing, no network."""
