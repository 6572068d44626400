"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const key = "durchsicht:" + data.corpus;
const get = id => document.getElementById(id);
const COMMON = ["text", "reviewer", "date", "why"];
const COLUMNS = {
  types: ["statement_id", "type", ...COMMON],
  fields: ["statement_id", "field", "accepted", "rank", "complete", ...COMMON],
  marks: ["statement_id", "kind", "value", "accepted", ...COMMON],
  statements: ["action", "statement_id", "document", "quote", "value", "type", "field", ...COMMON],
  theme_members: ["statement_id", "theme_id", ...COMMON],
  themes: ["theme_id", "action", "value", "members", ...COMMON],
  guidelines: ["guideline_id", "text", "status", "responsible", "year", "reviewer", "date", "why"],
  documents: ["document", "checked", ...COMMON],
  answers: ["kind", "earlier_statement", "statement_id", "accepted", ...COMMON]
};
const YES_NO = [["ja", "ja"], ["nein", "nein"]];
let kept = {};
try { kept = JSON.parse(localStorage.getItem(key)) || {}; } catch (error) { kept = {}; }

function keep(id, name, value) {
  kept[id] = kept[id] || {};
  if (value) { kept[id][name] = value; } else { delete kept[id][name]; }
  if (!Object.keys(kept[id]).length) { delete kept[id]; }
  try { localStorage.setItem(key, JSON.stringify(kept)); } catch (error) { /* stays in this page */ }
}

// ---- what was chosen, as tables

function cell(word) {
  const text = String(word === undefined || word === null ? "" : word);
  return /[;"\n\r]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
}

function table(head, rows) {
  return "\ufeff" + [head, ...rows.map(row => head.map(name => row[name]))]
    .map(row => row.map(cell).join(";")).join("\r\n") + "\r\n";
}

function ofStatement(row, said, add) {
  const about = {statement_id: row.id, text: row.hidden ? "" : row.text};
  if (said.type === "-") { add("statements", {...about, action: "verwerfen"}); }
  else if (said.type) { add("types", {...about, type: said.type}); }
  if (said.split) { add("statements", {...about, action: "teilen", value: said.split}); }
  if (said.merge) { add("statements", {...about, action: "zusammenlegen", value: said.merge}); }
  if (said.theme) { add("theme_members", {...about, theme_id: said.theme}); }
  for (const name of Object.keys(said).filter(name => name.startsWith("mark|"))) {
    const [, kind, value] = name.split("|");
    add("marks", {...about, kind, value, accepted: said[name]});
  }
  if (!said.field && !said.second) { return; }
  const held = [said.field || row.fields[0] || "", said.second || row.fields[1] || ""];
  const holding = [...new Set(held)].filter(name => name && name !== "-");
  holding.forEach((field, place) => add("fields", {...about, field, accepted: "ja", rank: place + 1, complete: "ja"}));
  row.fields.filter(name => !holding.includes(name))
    .forEach(field => add("fields", {...about, field, accepted: "nein", complete: "ja"}));
}

function ofTheme(row, said, add) {
  const about = {theme_id: row.id.slice(2), members: row.members, text: row.text};
  for (const [name, action] of [["name", "umbenennen"], ["join", "zusammenlegen"], ["part", "teilen"]]) {
    if (said[name]) { add("themes", {...about, action, value: said[name]}); }
  }
}

function ofGuideline(row, said, add) {
  if (said.text || said.status || said.responsible || said.year) { add("guidelines", {guideline_id: row.id.slice(2), ...said}); }
}

function ofMissing(row, said, add) {
  const {document, quote, type, field} = said;
  if (document && quote) { add("statements", {action: "hinzufuegen", document, quote, type, field}); }
}

function ofDocument(row, said, add) {
  if (said.checked) { add("documents", {document: row.document, checked: said.checked}); }
}

function ofAnswer(row, said, add) {
  const {kind, earlier_statement, statement_id} = row;
  if (said.accepted) { add("answers", {kind, earlier_statement, statement_id, accepted: said.accepted}); }
}

function decisions(chosen, who, date) {
  const rows = {}, found = {counts: {}};
  for (const name of Object.keys(COLUMNS)) { rows[name] = []; }
  for (const view of VIEWS) {
    for (const row of view.rows(chosen)) {
      const said = chosen[row.id];
      if (!said) { continue; }
      view.meaning(row, said, (name, told) => rows[name].push({...told, reviewer: who, date, why: said.why}));
    }
  }
  for (const [name, head] of Object.entries(COLUMNS)) {
    found[name] = table(head, rows[name]);
    found.counts[name] = rows[name].length;
  }
  return found;
}

// ---- what is shown

function part(tag, name, words) {
  const element = document.createElement(tag);
  element.className = name;
  element.textContent = words;
  return element;
}

function changed(control, id, name) {
  keep(id, name, control.value.trim());
  mark(control.closest("article"), id);
}

function choice(id, name, title, options) {
  const label = document.createElement("label"), select = document.createElement("select");
  label.append(title, select);
  select.name = name;
  select.append(new Option("", ""));
  for (const [value, words] of options) { select.append(new Option(words, value)); }
  select.value = (kept[id] || {})[name] || "";
  select.addEventListener("change", () => changed(select, id, name));
  return label;
}

function words(id, name, title, tag = "input", start = "") {
  const label = document.createElement("label"), control = document.createElement(tag);
  label.append(title, control);
  label.className = tag === "textarea" ? "wide" : "";
  control.name = name;
  if (name === "year") { control.type = "number"; }
  control.value = (kept[id] || {})[name] || start;
  control.addEventListener("change", () => {
    if (control.value.trim() === start) { keep(id, name, ""); mark(control.closest("article"), id); }
    else { changed(control, id, name); }
  });
  return label;
}

function decided(id) {
  const said = kept[id] || {};
  if (id.startsWith("n:")) { return Boolean(said.document && said.quote); }
  return Object.keys(said).some(name => name !== "why");
}

function count(shown) {
  const done = VIEWS.flatMap(view => view.rows()).filter(row => decided(row.id)).length;
  get("count").textContent = done + " entschieden" + (shown === undefined ? "" : ", " + shown + " gezeigt");
}

function mark(article, id) {
  article.classList.toggle("done", decided(id));
  count();
}

function confirmed(row) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Vorschlag stimmt";
  button.addEventListener("click", () => {
    keep(row.id, "type", row.type);
    keep(row.id, "field", row.fields[0]);
    keep(row.id, "second", row.fields[1]);
    button.closest("article").replaceWith(article(get("view").value, row));
    count();
  });
  return button;
}

function statement(row, line) {
  const names = row.fields.map(name => data.fieldNames[name] || name).join(" + ");
  const before = [part("p", "place", row.document + " · " + row.place), part("blockquote", "", row.text)];
  before.push(part("p", "place", "Vorschlag: " + (data.typeNames[row.type] || row.type) + " · " + names + " · Kennung " + row.id));
  line.append(confirmed(row), choice(row.id, "type", "Typ", [...data.types, ["-", "keine Aussage"]]));
  line.append(choice(row.id, "field", "Arbeitsbereich", data.fields));
  line.append(choice(row.id, "second", "zweiter", [...data.fields, ["-", "keiner"]]));
  const more = document.createElement("details"), inside = part("div", "row", ""), said = kept[row.id] || {};
  const marked = [...new Set([...row.marks, ...Object.keys(said).filter(n => n.startsWith("mark|")).map(n => n.slice(5))])];
  for (const name of marked) { inside.append(choice(row.id, "mark|" + name, (data.markNames[name] || name) + "?", YES_NO)); }
  const rest = Object.entries(data.markNames).filter(([name]) => !marked.includes(name));
  const another = choice(row.id, "", "Merkmal dazu", rest), select = another.querySelector("select");
  select.addEventListener("change", () => {
    if (!select.value) { return; }
    const name = select.value, old = select.closest("article");
    keep(row.id, "", "");
    keep(row.id, "mark|" + name, "ja");
    const fresh = article(get("view").value, row);
    fresh.querySelector("details").open = true;
    old.replaceWith(fresh);
    count();
  });
  inside.append(another, choice(row.id, "theme", "gehört ins Thema (jetzt: " + (data.themeNames[row.theme] || "keines") + ")",
    Object.entries(data.themeNames).filter(([name]) => name !== row.theme)));
  inside.append(words(row.id, "split", "Teilen in (mit | trennen)"), words(row.id, "merge", "Zusammenlegen mit Kennung"));
  more.append(part("summary", "", "Merkmale, Thema, Teilen" + (row.marks.length ? " (" + row.marks.length + " Merkmale)" : "")), inside);
  return [before, [more]];
}

function theme(row, line) {
  const before = [part("blockquote", "", row.text), part("p", "place", row.place)];
  line.append(words(row.id, "name", "Neuer Name"), words(row.id, "part", "Teilen (Stichwort)"));
  const others = Object.entries(data.themeNames).filter(([name]) => "t:" + name !== row.id);
  line.append(choice(row.id, "join", "Zusammenlegen mit", others));
  return [before, []];
}

function guideline(row, line) {
  const before = [part("p", "place", row.place), part("blockquote", "", row.text), part("p", "place", row.evidence)];
  line.append(choice(row.id, "status", "Status (jetzt: " + row.status + ")", data.states));
  line.append(words(row.id, "text", "Ihre Fassung", "textarea", row.text), words(row.id, "responsible", "Zuständig"));
  line.append(words(row.id, "year", "Jahr"));
  return [before, []];
}

function missing(row, line) {
  line.append(choice(row.id, "document", "Dokument", data.documents.map(row => [row.document, row.document])));
  line.append(words(row.id, "quote", "Zitat, genau wie es dort steht", "textarea"));
  line.append(choice(row.id, "type", "Typ", data.types), choice(row.id, "field", "Arbeitsbereich", data.fields));
  return [[part("p", "place", "Eine Aussage, die fehlt")], []];
}

function paper(row, line) {
  line.append(choice(row.id, "checked", "Geprüft", YES_NO));
  return [[part("blockquote", "", row.document), part("p", "place", row.place)], []];
}

function answer(row, line) {
  line.append(choice(row.id, "accepted", row.kind + "?", YES_NO));
  return [[part("p", "place", "Damals"), part("blockquote", "", row.then), part("p", "place", "Heute"), part("blockquote", "", row.text)], []];
}

function blanks(chosen = kept) {
  const used = Object.keys(chosen).filter(id => id.startsWith("n:")).map(id => Number(id.slice(2)));
  return Array.from({length: Math.max(0, ...used) + 1}, (_, place) => ({id: "n:" + (place + 1), text: ""}));
}

const VIEWS = [
  {name: "Aussagen", rows: () => data.rows, draw: statement, meaning: ofStatement},
  {name: "Themen", rows: () => data.themes, draw: theme, meaning: ofTheme},
  {name: "Leitlinien", rows: () => data.guidelines, draw: guideline, meaning: ofGuideline},
  {name: "Fehlende Aussagen", rows: blanks, draw: missing, meaning: ofMissing},
  {name: "Dokumente", rows: () => data.documents, draw: paper, meaning: ofDocument},
  {name: "Antworten", rows: () => data.answers, draw: answer, meaning: ofAnswer}
];

function article(view, row) {
  const element = document.createElement("article"), line = part("div", "row", "");
  const [before, behind] = VIEWS[view].draw(row, line);
  line.append(words(row.id, "why", "Warum"));
  element.append(...before, line, ...behind);
  element.classList.toggle("done", decided(row.id));
  return element;
}

function found(row, wanted, field, open) {
  const told = [row.text, row.document, row.place, row.then].join(" ").toLowerCase();
  return (!wanted || told.includes(wanted)) && (!field || !row.fields || row.fields.includes(field))
    && (!open || (open === "done") === (decided(row.id) || Boolean(row.settled)));
}

function show() {
  const wanted = get("search").value.toLowerCase(), field = get("field").value, open = get("open").value;
  const view = VIEWS[get("view").value], rows = view.rows().filter(row => found(row, wanted, field, open));
  get("list").replaceChildren(...rows.slice(0, 200).map(row => article(get("view").value, row)));
  if (view.draw === missing) {
    const button = part("button", "", "noch eine");
    button.type = "button";
    button.addEventListener("click", show);
    get("list").append(button);
  }
  count(rows.length);
}

function save(name, content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], {type: "text/csv"}));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

if (typeof document.addEventListener === "function" && get("list")) {
  for (const [value, title] of data.fields) { get("field").append(new Option(title, value)); }
  VIEWS.forEach((view, place) => {
    if (view.rows().length) { get("view").append(new Option(view.name, place)); }
  });
  for (const id of ["search", "field", "open", "view"]) { get(id).addEventListener("input", show); }
  get("bar").addEventListener("submit", event => event.preventDefault());
  get("save").addEventListener("click", () => {
    const date = new Date().toISOString().slice(0, 19), who = get("who").value.trim(), made = decisions(kept, who, date);
    for (const name of Object.keys(COLUMNS)) {
      if (made.counts[name]) { save(name + "_" + (who || "durchsicht").replace(/[^\w-]/g, "_") + "_" + date.slice(0, 10) + ".csv", made[name]); }
    }
  });
  show();
}
