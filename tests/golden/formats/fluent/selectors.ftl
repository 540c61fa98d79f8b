title = Bag
open = Open
close = Close
# In a sentence
left = You have { $count ->
        [0] nothing
        [one] one life
       *[other] { $count } lives
    } left, { $name }.
rank = { NUMBER($n, type: "ordinal") ->
    [one] { $n }st
    [two] { $n }nd
    [few] { $n }rd
   *[other] { $n }th
}
given =
    { $who ->
        [male] { $count ->
            [one] He gave a coin
           *[other] He gave { $count } coins
        }
       *[other] They gave it
    }
