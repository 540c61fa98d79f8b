# TODO: Translation updated at 2026-01-01 00:00

# game/script.rpy:16
translate english start_a170b500:

    # "她猛地坐起，\n手里还攥着头盔。"
    "She sat up,\nhelmet in hand."

# game/script.rpy:17
translate english start_b2815c61:

    # s happy "Hi [name]!"
    # m "走"
    s happy ""
    m "Go \"now\""

translate english strings:

    # game/screens.rpy:10
    old "返回"
    new "Back"

    # game/screens.rpy:12
    old "留下"
    new ""

translate english python:
    gui.text_font = "DejaVuSans.ttf"
