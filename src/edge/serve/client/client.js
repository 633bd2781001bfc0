// Shows each save at once: follows the server's rounds and patches the page in place.
import { loaded, loadSheets, plainAddress, refreshPictures, refreshSheets, scripts } from './assets.js';
import { Faults } from './faults.js';
import { Hints } from './hints.js';
import { parse, SELF, Shown } from './patch.js';
import { comeBack, keepPlace, reload } from './place.js';

const RETRY = [250, 500, 1_000, 2_000];
/** Longer than a page that is being left takes to close its connection. */
const LOST_AFTER = 600;

class Client {
  #round = Number(document.querySelector(SELF)?.dataset.round ?? 0);
  #shown = null;
  #ran = new Set();
  #found = true;
  #events = null;
  #failed = 0;
  #queue = Promise.resolve();
  #faults = new Faults();
  #hints = new Hints();

  async start() {
    performance.setResourceTimingBufferSize(5_000);
    comeBack();
    this.#then(() => this.#begin());
    // A hidden tab holds no connection: browsers allow only six to one server.
    document.addEventListener('visibilitychange', () => (document.hidden ? this.#hangUp() : this.#listen()));
    window.addEventListener('pageshow', (event) => event.persisted && this.#listen());
    window.addEventListener('pagehide', () => this.#hangUp());
    if (!document.hidden) this.#listen();
  }

  /** What has been served, for later rounds to be compared with. */
  async #begin() {
    const { text, found } = await this.#fetch();
    const { root, round } = parse(text);
    // A round came between the page and this answer: it is not what is on screen.
    if (round > this.#round) return reload();
    this.#found = found;
    this.#ran = new Set(scripts(root));
    this.#shown = new Shown(root);
  }

  #hangUp() {
    this.#events?.close();
    this.#events = null;
  }

  #listen() {
    this.#hangUp();
    const events = new EventSource(`/_kiosque/events?round=${this.#round}&path=${encodeURIComponent(window.location.pathname)}`);
    this.#events = events;
    events.addEventListener('open', () => {
      const missed = this.#failed > 0;
      this.#failed = 0;
      this.#hints.found();
      // Perhaps another server, whose rounds are numbered anew.
      if (missed) this.#then(() => this.#follow({ round: this.#round, all: true }));
    });
    events.addEventListener('round', (event) => {
      const round = JSON.parse(event.data);
      this.#then(() => this.#tell(round));
    });
    events.addEventListener('error', () => this.#retry(events));
  }

  #retry(events) {
    if (this.#events !== events) return;
    this.#hangUp();
    const wait = RETRY[Math.min(this.#failed, RETRY.length - 1)];
    this.#failed += 1;
    setTimeout(() => this.#failed > 0 && this.#hints.lost(), LOST_AFTER);
    setTimeout(() => this.#events ?? (document.hidden || this.#listen()), wait);
  }

  /** One thing after the other: a round is shown when the one before is. */
  #then(work) {
    this.#queue = this.#queue.then(work).catch((fault) => console.warn('kiosque :', fault));
  }

  async #tell(round) {
    this.#faults.show(round.faults ?? []);
    await this.#follow(round);
    this.#round = round.round;
    if (round.page && plainAddress(round.page.url) !== here()) this.#hints.elsewhere(round.page);
    else if (round.page) this.#hints.hide();
    document.dispatchEvent(new CustomEvent('kiosque:round', { detail: { round: round.round } }));
  }

  async #follow({ round, changed = [], gone = [], more = 0, all = false }) {
    const touched = new Set([...changed, ...gone].map(plainAddress));
    const every = all || more > 0;
    if (changed.length > 0 || every) {
      const known = loaded();
      const chosen = (address) => every || touched.has(address);
      if (Array.from(touched).some((address) => /\.m?js$/.test(address) && known.has(address))) return reload();
      // What a sheet has asked for (fonts, pictures, other sheets) comes again with it.
      const asked = Array.from(touched).some((address) => known.has(address) && /\.(css|woff2?|svg|png|jpe?g|webp|avif|gif)$/.test(address));
      // A sheet that has gone has another name now, which the patch brings.
      const left = new Set(gone.map(plainAddress));
      const linked = (address) => !left.has(address) && (chosen(address) || asked);
      await refreshSheets(linked, round, (old, live) => this.#shown?.replace(old, live));
      refreshPictures(chosen, round);
    }
    if (every || !this.#found || touched.has(here()) || touched.has(`${here()}index.html`)) await this.#patch();
  }

  async #patch() {
    if (!this.#shown) await this.#begin();
    const { text, found } = await this.#fetch();
    const { root } = parse(text);
    // A script that has not run here yet runs as it should only when the page is loaded.
    if (scripts(root).some((script) => !this.#ran.has(script))) return reload();
    this.#found = found;
    const plan = this.#shown.plan(root);
    if (plan.lost > 0) return reload();
    if (plan.empty) return;
    await loadSheets(plan.sheets);
    const settle = keepPlace();
    plan.apply();
    settle();
  }

  async #fetch() {
    const answer = await fetch(`/_kiosque/page?path=${encodeURIComponent(window.location.pathname)}`, { cache: 'no-store' });
    if (!/^text\/html/.test(answer.headers.get('content-type') ?? '')) throw new Error(`${answer.status} ${answer.url}`);
    return { text: await answer.text(), found: answer.status !== 404 };
  }
}

function here() {
  return plainAddress(window.location.pathname);
}

if (document.contentType === 'text/html' && document.body) new Client().start();
