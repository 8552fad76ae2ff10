"""Online services of papers: what they are asked, how politely, and what their replies hold."""
