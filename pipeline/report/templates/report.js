"use strict";
(() => {
  const data = JSON.parse(document.getElementById("daten").textContent);
  const { columns: c, pools } = data;
  const size = c.id.length, PAGE = 50;
  const at = (name) => document.getElementById(name);
  const make = (tag, words, cls) => {
    const node = document.createElement(tag);
    if (words !== undefined) node.textContent = words;
    if (cls) node.className = cls;
    return node;
  };
  const unfold = (steps) => { let place = 0; return steps.map((step) => (place += step)); };
  const plural = (count, one, many) => `${count.toLocaleString("de-DE")}\u00a0${count === 1 ? one : many}`;
  const plain = (text) => text.toLowerCase();
  const lowered = new Map();
  const lower = (name, words) => lowered.get(name) ?? lowered.set(name, words.map(plain)).get(name);

  /* one statement, with its place in the source */
  const quote = (i, words) => {
    const place = make("div", undefined, "place");
    place.append(make("p", `${pools.documents[c.d[i]]}${c.q[i] ? `, Seite ${c.q[i]}` : ""}`));
    if (pools.headings[c.h[i]]) place.append(make("p", pools.headings[c.h[i]], "quiet"));
    const near = (j) => j >= 0 && j < size && c.d[j] === c.d[i];
    if (near(i - 1)) place.append(make("p", `davor: ${c.t[i - 1]}`, "quiet"));
    const line = make("p");
    if (c.x[i]) {
      const [start, length] = c.p[i];
      line.append(c.x[i].slice(0, start), make("mark", c.x[i].slice(start, start + length)), c.x[i].slice(start + length));
    } else line.append(make("mark", c.t[i]));
    place.append(line);
    if (near(i + 1)) place.append(make("p", `danach: ${c.t[i + 1]}`, "quiet"));
    return place;
  };
  let serial = 0;
  const said = (i, inTheme = false) => {
    const node = make("li", undefined, "said");
    node.append(make("p", c.t[i], "words"));
    const second = c.g[i] < 0 ? "" : ` und ${pools.fields[c.g[i]]}`;
    const votes = c.v[i] ? ` · ${plural(c.v[i], "Klebepunkt", "Klebepunkte")}` : "";
    const facts = [pools.types[c.y[i]], pools.fields[c.f[i]] + second, pools.events[c.e[i]], pools.dates[c.a[i]]];
    const line = make("p", `${facts.filter(Boolean).join(" · ")}${votes} · ${c.k[i] ? "geprüft" : "maschineller Vorschlag"}`, "quiet");
    const theme = pools.themes[c.m[i]];
    if (data.themes[theme] && !inTheme) {
      const way = make("a", data.themes[theme][0]);
      way.href = `#thema-${theme}`;
      line.append(" · Thema: ", way);
    }
    node.append(line);
    const button = make("button", "Stelle im Dokument");
    const name = `stelle-${++serial}`;
    button.type = "button";
    button.setAttribute("aria-expanded", "false");
    button.setAttribute("aria-controls", name);
    button.append(make("span", `: ${c.t[i].slice(0, 60)}`, "hide"));
    const target = make("div");
    target.id = name;
    button.addEventListener("click", () => {
      const open = button.getAttribute("aria-expanded") === "true";
      button.setAttribute("aria-expanded", String(!open));
      target.replaceChildren(...(open ? [] : [quote(i)]));
    });
    node.append(button, target);
    return node;
  };

  /* search and filter */
  const filters = { field: ["f", "fields"], type: ["y", "types"], event: ["e", "events"] };
  const groupSets = pools.groups.map((cell) => new Set(cell.split(", ").filter(Boolean)));
  const groups = [...new Set(groupSets.flatMap((set) => [...set]))].sort((a, b) => a.localeCompare(b, "de"));
  for (const [name, [, pool]] of Object.entries(filters))
    pools[pool].forEach((words, value) => at(`f-${name}`).append(new Option(words, value)));
  groups.forEach((words) => at("f-group").append(new Option(words, words)));
  let chosen = null, found = [], shown = 0;
  const search = () => {
    const words = plain(at("f-text").value.normalize("NFC")).split(/\s+/).filter(Boolean);
    const text = words.length ? lower("t", c.t) : null;
    const [heads, papers] = ["headings", "documents"].map((name) =>
      words.map((word) => lower(name, pools[name]).map((entry) => entry.includes(word))));
    const wanted = Object.entries(filters).map(([name, [column]]) => [c[column], at(`f-${name}`).value])
      .filter(([, value]) => value !== "").map(([column, value]) => [column, Number(value)]);
    const field = at("f-field").value === "" ? -1 : Number(at("f-field").value);
    const group = at("f-group").value;
    found = [];
    const pool = chosen ?? { length: size };
    for (let n = 0; n < pool.length; n++) {
      const i = chosen ? chosen[n] : n;
      let fits = wanted.every(([column, value]) => column[i] === value || (column === c.f && c.g[i] === field));
      if (fits && group) fits = groupSets[c.r[i]].has(group);
      if (fits && text) fits = words.every((word, k) => text[i].includes(word) || heads[k][c.h[i]] || papers[k][c.d[i]]);
      if (fits) found.push(i);
    }
    shown = 0;
    at("liste").replaceChildren();
    more();
  };
  const more = () => {
    const next = found.slice(shown, shown + PAGE);
    const first = shown;
    at("liste").append(...next.map((i) => said(i)));
    shown += next.length;
    at("mehr").hidden = shown >= found.length;
    at("treffer").textContent = `${plural(found.length, "Aussage", "Aussagen")} gefunden${shown < found.length ? `, ${shown} gezeigt` : ""}.`;
    return first;
  };
  const choose = (name, places) => {
    chosen = places;
    at("filter").reset();
    at("auswahl").hidden = !places;
    at("auswahl-name").textContent = places ? `Auswahl: ${name}.` : "";
    search();
    if (places) { at("h-aussagen").focus({ preventScroll: true }); at("aussagen").scrollIntoView(); }
  };
  let timer;
  at("f-text").addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(search, 120); });
  for (const name of ["field", "type", "event", "group"]) at(`f-${name}`).addEventListener("change", search);
  at("filter").addEventListener("submit", (event) => { event.preventDefault(); search(); });
  at("filter").addEventListener("reset", () => setTimeout(search));
  at("mehr").addEventListener("click", () => {
    const first = more();
    at("liste").children[first]?.querySelector("button")?.focus();
  });
  at("auswahl-weg").addEventListener("click", () => { choose("", null); at("f-text").focus(); });

  /* numbers lead to their statements */
  for (const cell of document.querySelectorAll("td[data-cell]")) {
    const behind = data.cells[cell.dataset.cell];
    if (!behind || cell.textContent === "·" || cell.textContent === "0") continue;
    const button = make("button", cell.textContent);
    button.type = "button";
    button.append(make("span", ` Nennungen: ${behind[0]}, Aussagen zeigen`, "hide"));
    button.addEventListener("click", () => choose(behind[0], unfold(behind[1])));
    cell.replaceChildren(button);
  }

  /* chains of themes, evidence of proposals, offers */
  const links = new Map();
  for (const [from, to] of data.links.pairs) {
    if (!links.has(from)) links.set(from, []);
    links.get(from).push(to);
  }
  const gaps = new Map();
  for (const [place, kind] of data.links.gaps) {
    if (!gaps.has(place)) gaps.set(place, []);
    gaps.get(place).push(data.links.kinds[kind]);
  }
  const chain = (places) => {
    const box = make("div", undefined, "chain");
    pools.types.forEach((name, type) => {
      const own = places.filter((i) => c.y[i] === type);
      if (!own.length) return;
      const column = make("div");
      column.append(make("h4", `${name} (${own.length})`));
      const list = make("ul");
      for (const i of own) {
        const item = said(i, true);
        for (const to of links.get(i) ?? []) item.insertBefore(make("p", `→ ${pools.types[c.y[to]]}: ${c.t[to]}`, "quiet"), item.querySelector("button"));
        for (const kind of gaps.get(i) ?? []) item.insertBefore(make("p", `Lücke: ${kind}`, "gap"), item.querySelector("button"));
        list.append(item);
      }
      column.append(list);
      box.append(column);
    });
    return box;
  };
  const proofs = ([supports, contradicts, offers]) => {
    const box = make("div");
    for (const [name, places] of [["Stützt", supports], ["Widerspricht", contradicts], ["Gibt es schon", offers]]) {
      if (!places.length) continue;
      box.append(make("h4", `${name} (${places.length})`));
      const list = make("ol", undefined, "plain");
      list.append(...places.map((i) => said(i)));
      box.append(list);
    }
    return box;
  };
  const toggles = (name, build) => {
    for (const button of document.querySelectorAll(`button[data-${name}]`)) {
      const target = make("div");
      target.id = `${name}-${button.dataset[name]}`;
      button.setAttribute("aria-controls", target.id);
      button.after(target);
      button.addEventListener("click", () => {
        const open = button.getAttribute("aria-expanded") === "true";
        button.setAttribute("aria-expanded", String(!open));
        target.replaceChildren(...(open ? [] : [build(button.dataset[name])]));
      });
    }
  };
  toggles("theme", (key) => chain(unfold(data.themes[key][1])));
  toggles("plan", (key) => proofs(data.proposals[key]));
  for (const name of ["offers", "rest"]) toggles(name, (key) => {
    const list = make("ol", undefined, "plain");
    list.append(...unfold(data[name][key][1]).map((i) => said(i)));
    return list;
  });
  /* a link into a folded list unfolds it */
  const reveal = () => {
    const target = location.hash.length > 1 && at(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let node = target.parentElement; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
    target.scrollIntoView();
    if (target.tabIndex === -1) target.focus({ preventScroll: true });
  };
  addEventListener("hashchange", reveal);
  reveal();
  addEventListener("beforeprint", () => document.querySelectorAll("details:not(.list)").forEach((node) => { node.dataset.was = node.open; node.open = true; }));
  addEventListener("afterprint", () => document.querySelectorAll("details:not(.list)").forEach((node) => { node.open = node.dataset.was === "true"; }));
  search();
})();
