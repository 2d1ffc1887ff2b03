// Which page is shown, and the events that keep it up to date.
import { get } from "./elements.js";
import { ComparePage, RunPage, RunsPage } from "./pages.js";

const main = document.getElementById("main");
const connection = document.getElementById("connection");
let events = null;

function listen(url, handlers) {
  events = new EventSource(url);
  events.onopen = () => { connection.textContent = "live"; };
  events.onerror = () => { connection.textContent = "the server does not answer; trying again"; };
  for (const [name, handle] of Object.entries(handlers)) events.addEventListener(name, event => handle(JSON.parse(event.data)));
}

async function show() {
  events?.close();
  const [, place, rest] = location.hash.match(/^#\/(run|compare)?[/?]?(.*)$/) ?? [];
  try {
    if (place === "run") {
      const name = decodeURIComponent(rest);
      const { mayControl } = await get("/api/runs");
      const page = new RunPage(name, mayControl);
      page.curves.hidden = true;
      main.replaceChildren(page.element);
      listen(`/api/events?run=${encodeURIComponent(name)}`, { run: run => page.run(run), summary: summary => page.summary(summary), live: points => page.live(points) });
    } else if (place === "compare") {
      document.title = "Side by side";
      connection.textContent = "";
      main.replaceChildren(new ComparePage(new URLSearchParams(rest)).element);
    } else {
      document.title = "Runs";
      const page = new RunsPage();
      main.replaceChildren(page.element);
      listen("/api/events", { runs: runs => page.runs(runs) });
    }
  } catch (error) {
    connection.textContent = error.message;
  }
}

addEventListener("hashchange", show);
show();
