"""Literature reviews: relevant papers -> themes -> an outline -> cited, checked sentences."""
