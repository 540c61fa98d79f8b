INCLUDE other.ink
VAR gold = 3
-> start

=== start ===
# location: room
你好，{name}！\# 一号 # happy
林晚："你谁啊？"
* "我累了[。"]，"我说。
  她点点头。 -> next
+ (stay) {gold > 2} [留下] // comment
- (top) 集合 <>
{gold: yes|no} 混合
{
  - gold > 5: 有钱
  - else: 没钱
}
{stopping:
- 第一次
- 第二次
}
~ gold = 2
= inner
/* hidden
text */ 最后
-> END

== function f(a) ==
~ return a
