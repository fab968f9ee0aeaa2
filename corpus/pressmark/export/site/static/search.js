// Full-text search with Pagefind; whatever comes from articles is put on the page as text.
const STEP = 20;
const NAMES = { outlet: "Outlet", month: "Month", language: "Language", kind: "Has a", finding: "Finding" };
const query = document.getElementById("query");
const filters = document.getElementById("filters");
const status = document.getElementById("status");
const results = document.getElementById("results");
const more = document.getElementById("more");
let found = [];
let shown = 0;
let asked = 0;

const pagefind = await import("./pagefind/pagefind.js").catch(() => null);
if (pagefind) {
  await pagefind.options({ excerptLength: 30 });
  await pagefind.init();
  offer(await pagefind.filters());
  query.disabled = filters.disabled = false;
  status.textContent = "";
  const words = new URLSearchParams(location.search).get("q");
  if (words) query.value = words;
  query.addEventListener("input", search);
  filters.addEventListener("change", search);
  more.addEventListener("click", () => show(found));
  document.getElementById("form").addEventListener("submit", (event) => { event.preventDefault(); search(); });
  if (words) search();
}

function offer(known) {
  for (const [name, label] of Object.entries(NAMES)) {
    const values = Object.entries(known[name] ?? {});
    if (values.length < 2) continue;
    const box = document.createElement("label");
    box.textContent = label;
    const select = document.createElement("select");
    select.name = name;
    select.append(new Option("any", ""));
    for (const [value, count] of values.sort()) select.append(new Option(`${value} (${count})`, value));
    box.append(select);
    filters.append(box);
  }
}

function chosen() {
  const pairs = [...filters.querySelectorAll("select")].filter((select) => select.value);
  return Object.fromEntries(pairs.map((select) => [select.name, select.value]));
}

async function search() {
  const turn = ++asked;
  const words = query.value.trim();
  const narrowed = chosen();
  if (!words && !Object.keys(narrowed).length) {
    found = [];
    results.replaceChildren();
    more.hidden = true;
    status.textContent = "";
    return;
  }
  const answer = await pagefind.search(words || null, { filters: narrowed });
  if (turn !== asked) return;
  found = answer.results;
  shown = 0;
  results.replaceChildren();
  status.textContent = found.length === 1 ? "1 article" : `${found.length.toLocaleString("en")} articles`;
  await show(found);
}

async function show(these) {
  const turn = asked;
  const some = await Promise.all(these.slice(shown, shown + STEP).map((result) => result.data()));
  if (turn !== asked) return;
  shown += some.length;
  results.append(...some.map(entry));
  more.hidden = shown >= these.length;
}

function entry(data) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = data.url;
  link.textContent = data.meta.title || "no title";
  const facts = document.createElement("span");
  facts.className = "facts";
  facts.textContent = ` ${data.meta.outlet ?? ""} · ${data.meta.days ?? ""}`;
  const excerpt = document.createElement("p");
  for (const part of data.excerpt.split(/(<mark>.*?<\/mark>)/s)) {
    const hit = part.startsWith("<mark>");
    const node = document.createElement(hit ? "mark" : "span");
    node.textContent = plain(hit ? part.slice(6, -7) : part);
    excerpt.append(node);
  }
  item.append(link, facts, excerpt);
  return item;
}

// Pagefind escapes the text of an excerpt; nothing of it is ever parsed as a page here.
function plain(escaped) {
  return escaped.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'").replaceAll("&amp;", "&");
}
