"""Draws docs/review-room.svg from the demo project: `localize demo && python docs/make_screenshot.py`.

