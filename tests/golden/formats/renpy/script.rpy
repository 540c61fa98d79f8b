# Characters.
define s = Character(_("林晚"), color="#c8ffc8")
define m = Character("我")
image bg room = "room.png"

init python:
    title = "no text"
    subtitle = _("副标题")

screen about():
    text "not marked"
    textbutton _("返回") action Return()

label start:
    scene bg room
    "她猛地坐起，\n手里还攥着头盔。"
    s happy @ smile "Hi [name]! {b}50\%{/b} \"off\"" with dissolve
    "路人甲" "你谁啊？"
    voice "a.ogg"
    menu:
        "怎么办？"
        "走":
            jump away
        "留下" if money > 3:
            $ x = _('留下来') + "no text"

label away:
    """
    第一段
    还是第一段。

    第二段。
    """
    m '不是\'吧\''
