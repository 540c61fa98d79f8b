"use strict";
(() => {
  const form = document.getElementById("filter");
  if (!form) return;
  const all = [...document.querySelectorAll(".finding")];
  const files = [...document.querySelectorAll("details")].filter((one) => one.querySelector(".finding"));
  const texts = new Map();
  const textOf = (one) => {
    if (!texts.has(one)) {
      const file = one.closest("details").querySelector("h2").textContent;
      texts.set(one, (file + " " + one.textContent).toLowerCase());
    }
    return texts.get(one);
  };
  const apply = () => {
    const wanted = new Set([...form.querySelectorAll("[name=severity]:checked")].map((box) => box.value));
    const code = form.elements.code.value;
    const text = form.elements.text.value.trim().toLowerCase();
    let shown = 0;
    for (const one of all) {
      const fits = wanted.has(one.dataset.severity) && (!code || one.dataset.code === code)
        && (!text || textOf(one).includes(text));
      one.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    for (const file of files) {
      const some = file.querySelector(".finding:not([hidden])") !== null;
      file.hidden = !some;
      if (some && (code || text)) file.open = true;
    }
    form.elements.count.value = shown + " of " + all.length;
  };
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  apply();
})();
