# 标题，最多 12 个字
title = 玉佩
-brand = 仙缘
## 菜单
menu =
    开始 { -brand }
    继续 { $name }
    .label = 菜单
    .tip = 提示 { "{" }
coins = { $n ->
    [0] 没有钱
    [one] { $n } 枚
   *[other] { $n } 枚
}
who = 他说{ $sex ->
        [male] 哥
       *[other] 姐
    }你好
guarded = 一
    {""}[括号]

this is junk
last = 完
