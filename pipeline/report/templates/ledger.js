"use strict";
(() => {
  const body = document.body, text = document.getElementById("text"), said = document.getElementById("stelle");
  const spans = [...text.querySelectorAll("span[id]")];
  const shown = () => spans.filter((one) => one.offsetParent !== null && one.dataset.grund);
  const tell = (one) => {
    const list = shown();
    said.textContent = `${one.querySelector("b").textContent}: ${one.dataset.grund} (Stelle ${list.indexOf(one) + 1} von ${list.length})`;
  };
  const go = (step) => {
    const list = shown();
    if (!list.length) { said.textContent = "Keine Stelle sichtbar."; return; }
    const at = list.indexOf(document.activeElement === body ? null : text.querySelector("span.hier"));
    const next = list[(at + step + list.length + (at < 0 && step < 0 ? 1 : 0)) % list.length];
    for (const one of text.querySelectorAll("span.hier")) one.classList.remove("hier");
    next.classList.add("hier");
    next.focus({ preventScroll: false });
    tell(next);
  };
  document.getElementById("vor").addEventListener("click", () => go(1));
  document.getElementById("zurueck").addEventListener("click", () => go(-1));
  for (const box of document.querySelectorAll("fieldset input")) {
    box.addEventListener("change", () => {
      if (box.value === "gruende") body.classList.toggle("gruende", box.checked);
      else body.classList.toggle(`ohne-${box.value}`, !box.checked);
    });
  }
  text.addEventListener("click", (event) => {
    const one = event.target.closest("span[data-grund]");
    if (!one) return;
    for (const other of text.querySelectorAll("span.hier")) other.classList.remove("hier");
    one.classList.add("hier");
    tell(one);
  });
  body.classList.remove("gruende");
  for (const part of document.querySelectorAll("[data-programm]")) part.hidden = false;
})();
