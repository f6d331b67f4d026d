// The rows of the docked table as they come: a window at a time, and only as long as the same is asked.
export const WINDOW = 100; // rows that one request brings

export class RowWindows {
  // `came` is called when a window has come, `failed` when one cannot be had.
  constructor(config, came, failed) {
    this.config = config;
    this.came = came;
    this.failed = failed;
    this.question = new URLSearchParams(); // what the rows answer
    this.total = 0;
    this.pages = new Map(); // number of a window -> its rows, null while they are on their way
    this.turn = 0; // grows when the rows become others
  }

  row(index) {
    return this.pages.get(Math.floor(index / WINDOW))?.[index % WINDOW];
  }

  drop() {
    this.turn += 1;
  }

  // Asks anew, for the window with row `first`; true where it came, undefined where something else was asked meanwhile.
  async ask(question, first) {
    this.turn += 1;
    const mine = this.turn;
    this.question = question;
    const page = Math.floor(first / WINDOW);
    const answer = await this.fetched(page);
    if (mine !== this.turn) return undefined;
    if (answer === null) return false;
    this.total = answer.total;
    this.pages = new Map([[page, answer.rows]]);
    return true;
  }

  // Asks for a window once.
  async need(page) {
    if (this.pages.has(page)) return;
    const mine = this.turn;
    this.pages.set(page, null);
    const answer = await this.fetched(page);
    if (mine !== this.turn) return;
    if (answer === null) this.pages.delete(page);
    else {
      this.pages.set(page, answer.rows);
      this.came();
    }
  }

  // Where a site stands among the rows; null where it does not, undefined where something else was asked meanwhile.
  async find(site) {
    for (const [page, rows] of this.pages) {
      const at = rows?.findIndex((row) => row.site === site) ?? -1;
      if (at >= 0) return page * WINDOW + at;
    }
    const mine = this.turn;
    const answer = await this.fetched(0, site);
    return mine === this.turn ? (answer?.at ?? null) : undefined;
  }

  async fetched(page, find = null) {
    const query = new URLSearchParams(this.question);
    query.set("from", String(page * WINDOW));
    query.set("count", String(WINDOW));
    query.set("lang", this.config.lang);
    if (find !== null) query.set("find", String(find));
    try {
      const answer = await fetch(`${this.config.table.url}?${query}`);
      if (answer.ok) return await answer.json();
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // fetch says "no connection" by a TypeError
    }
    this.failed();
    return null;
  }
}
