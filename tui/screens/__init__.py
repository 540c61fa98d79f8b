"""The screens of the review room, each with its style sheet."""
