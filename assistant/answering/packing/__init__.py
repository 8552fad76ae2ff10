"""Evidence packs: all that an answer or review was made of, and the making of it anew from that."""
