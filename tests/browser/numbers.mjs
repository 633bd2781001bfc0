// A reader of CSV files, numbers and periods that owes nothing to the generator: it judges what it publishes.

const SEPARATORS = [';', ',', '\t'];

/** Text of a file: its mark decides, then strict UTF-8, then what Western spreadsheets write. */
export function decode(bytes) {
  const marks = [[[0xff, 0xfe], 'utf-16le'], [[0xfe, 0xff], 'utf-16be'], [[0xef, 0xbb, 0xbf], 'utf-8']];
  const marked = marks.find(([mark]) => mark.every((byte, n) => bytes[n] === byte));
  if (marked) return new TextDecoder(marked[1]).decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function records(text, separator) {
  const rows = [];
  let row = [];
  let cell = '';
  let quoted = false;
  const end = () => {
    row.push(cell);
    cell = '';
  };
  const close = () => {
    end();
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  };
  for (let n = 0; n < text.length; n += 1) {
    const c = text[n];
    if (quoted && c === '"' && text[n + 1] === '"') {
      cell += '"';
      n += 1;
    } else if (c === '"' && (quoted || cell === '')) quoted = !quoted;
    else if (quoted) cell += c;
    else if (c === separator) end();
    else if (c === '\n') close();
    else if (c !== '\r') cell += c;
  }
  if (cell !== '' || row.length > 0) close();
  return rows;
}

/** `{separator, header, rows}`; the separator is the one that cuts most of the first lines alike. */
export function table(bytes) {
  let text = decode(bytes);
  const told = text.match(/^sep=(.)\r?\n/);
  if (told) text = text.slice(told[0].length);
  const alike = (separator) => {
    const [head, ...rows] = records(text.slice(0, 20000), separator).slice(0, 50);
    return head === undefined || head.length < 2 ? 0 : 1 + rows.filter((row) => row.length === head.length).length;
  };
  const best = SEPARATORS.map((separator) => [alike(separator), separator]).sort((a, b) => b[0] - a[0])[0];
  const separator = told?.[1] ?? (best[0] > 0 ? best[1] : ',');
  const [header = [], ...rows] = records(text, separator).map((row) => row.map((cell) => cell.trim()));
  return { separator, header, rows };
}

/** Every number that a cell of a data file may mean; none when it is no number. `1,234` may mean two. */
export function meanings(cell) {
  let text = cell.trim().replace(/\s*[%€]$/, '').replace(/^'(?=[\u2212-])/, '').replace(/^\u2212/, '-');
  if (/^-?\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?:[.,]\d+)?$/.test(text)) text = text.replace(/[ \u00a0\u202f\u2009]/g, '');
  if (/^-?\d{1,3}(,\d{3})+\.\d+$/.test(text)) return [Number(text.replaceAll(',', ''))];
  if (/^-?\d{1,3}(\.\d{3})+,\d+$/.test(text)) return [Number(text.replaceAll('.', '').replace(',', '.'))];
  const found = [];
  if (/^-?\d+([.,]\d+)?(e[+-]?\d+)?$/i.test(text)) found.push(Number(text.replace(',', '.')));
  if (/^-?\d{1,3}(,\d{3})+$/.test(text)) found.push(Number(text.replaceAll(',', '')));
  return found;
}

const FRENCH = /(?<![\p{L}\d,.\u202f-])([\u2212-]?)(\d{1,3}(?:[\u202f\u00a0]\d{3})+|\d+)(?:,(\d+))?(?:\u00a0?\u00d710([\u2070\u00b9\u00b2\u00b3\u2074-\u2079]+)|e(\d+))?/gu;

/** The numbers that a French text shows, with as many decimals as each shows. */
export function shown(text) {
  return [...text.matchAll(FRENCH)].map(([whole, sign, digits, decimals = '', , power]) => {
    const value = Number(`${digits.replace(/\D/g, '')}${decimals && `.${decimals}`}${power ? `e${power}` : ''}`);
    return { text: whole, value: sign ? -value : value, decimals: decimals.length - Number(power ?? 0) };
  });
}

/** Whether a number as it is shown stands for this exact one. */
export function stands({ value, decimals }, exact) {
  return Math.abs(value - exact) <= 0.5 * 10 ** -decimals * (1 + 1e-9) + Math.abs(exact) * 1e-12;
}

const MONTHS = ['janv', 'fevr', 'mars', 'avr', 'mai', 'juin', 'juil', 'aout', 'sept', 'oct', 'nov', 'dec'];
const two = (n) => String(n).padStart(2, '0');
export const plain = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[\s\u00a0\u202f]+/g, ' ').trim();

function month(word) {
  const n = MONTHS.findIndex((name) => word.startsWith(name));
  return n < 0 ? undefined : two(n + 1);
}

function week(day) {
  const date = new Date(`${day}T00:00:00Z`);
  const thursday = new Date(date.getTime() + (4 - (date.getUTCDay() || 7)) * 864e5);
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return `${thursday.getUTCFullYear()}-W${two(Math.floor((thursday.getTime() - first) / 6048e5) + 1)}`;
}

/** One spelling for all spellings of a period: `2024`, `2024-Q1`, `2024-01`, `2024-W05`, `2024-01-29`; else nothing. */
export function period(text) {
  const said = plain(text).replace(/ \(incompl\w+\)$/, '');
  const rules = [
    [/^((?:19|20)\d\d)$/, (y) => y],
    [/^(\d{4})-?[qt](\d)$/, (y, n) => `${y}-Q${n}`],
    [/^[qt](\d)[ -](\d{4})$/, (n, y) => `${y}-Q${n}`],
    [/^(\d)(?:er|e) trimestre (\d{4})$/, (n, y) => `${y}-Q${n}`],
    [/^(\d{4})-?[ws](\d{2})$/, (y, n) => `${y}-W${n}`],
    [/^semaine du (\d{1,2})(?:er)? ([a-z]+)\.? (\d{4})$/, (d, m, y) => month(m) && week(`${y}-${month(m)}-${two(d)}`)],
    [/^(\d{4}-\d\d-\d\d),(\d{4}-\d\d-\d\d)$/, (from) => week(from)],
    [/^(\d{4})[-/](\d\d)$/, (y, m) => `${y}-${m}`],
    [/^(\d\d)[-/](\d{4})$/, (m, y) => `${y}-${m}`],
    [/^([a-z]+)\.? (\d{4})$/, (m, y) => month(m) && `${y}-${month(m)}`],
    [/^(\d{4}-\d\d-\d\d)(?:[t ].*)?$/, (day) => day],
    [/^(\d{1,2})\/(\d{1,2})\/(\d{4})$/, (d, m, y) => `${y}-${two(m)}-${two(d)}`],
    [/^(\d{1,2})(?:er)? ([a-z]+)\.? (\d{4})$/, (d, m, y) => month(m) && `${y}-${month(m)}-${two(d)}`],
  ];
  for (const [rule, write] of rules) {
    const found = said.match(rule);
    if (found) return write(...found.slice(1)) || undefined;
  }
  return undefined;
}

/** What two labels have in common when they name the same thing. */
export const label = (text) => period(text.replace(/^'/, '')) ?? plain(text.replace(/^'/, '').replace(/[’']/g, "'"));
