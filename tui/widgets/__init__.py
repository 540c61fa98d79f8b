"""The widgets of the review room; they are handed what they show and post what happened."""
