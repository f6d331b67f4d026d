// The tab of a preview in which the list's cells stand as a spreadsheet; it is fetched when it is first opened.
import { json, post } from "../frame/api.js";
import { CellGrid } from "../frame/cell_grid.js";

// `changed(parts)` is called with what stands above the rows after cells were repaired.
export function cellsTab(config, { changed, fault }) {
  const { texts, urls } = config;
  const pane = document.getElementById("pane-cells");
  const said = document.getElementById("cells-said");
  const only = document.getElementById("cells-only");
  const every = document.getElementById("cells-every");
  let grid = null;
  let asked = null;
  const say = (text) => {
    said.textContent = text;
  };
  const count = () => {
    only.closest("label").querySelector("b").textContent = String(grid.marked);
  };
  async function open() {
    asked ??= json(urls.cells);
    let table;
    try {
      table = await asked;
    } catch (error) {
      asked = null;
      fault(error);
      return;
    }
    if (grid) return;
    grid = new CellGrid(document.getElementById("cells"), table, {
      texts,
      said(text) {
        say(text);
        if (grid) count(); // by now the rows are as the server reads them
      },
      send: async (cells) => {
        const answer = await post(urls.repair, { cells });
        changed(answer.parts);
        return answer;
      },
    });
    count();
    pane.dataset.ready = "1";
  }
  only.addEventListener("change", () => grid?.only(only.checked));
  every.addEventListener("change", () => grid?.every(every.checked));
  const tab = document.getElementById("tab-cells");
  tab.addEventListener("click", open);
  if (!pane.hidden) open();
  return {
    // the list was answered elsewhere on the page: what the table holds is old
    stale() {
      grid = null;
      asked = null;
      document.getElementById("cells").replaceChildren();
      delete pane.dataset.ready;
    },
  };
}
