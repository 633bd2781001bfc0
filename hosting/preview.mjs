// Makes of a built site a copy that can be read anywhere: in the artifacts of a merge request, below some folder of a
// server, from a disk. Addresses that begin with « / » become relative and name their file; search engines are kept out.
//
//   node hosting/preview.mjs public preview
//
// Answers of the search box, which its script makes from an index, keep their addresses.
import fs from 'node:fs';
import path from 'node:path';

const [from, to] = process.argv.slice(2);
if (!to) throw new Error('usage: node hosting/preview.mjs FOLDER PREVIEW');

const MODULE = /(<script src="(\/[^"]*)" data-[a-z-]+=")(\/[^"]*)"/g;
const ATTRIBUTE = /( (?:href|src|action|poster|data-[a-z-]+)=)(?:"(\/[^"]*)"|(\/[^\s">]*))/g;
const CANDIDATES = /( srcset=")([^"]*)"/g;
const REFRESH = /(<meta http-equiv="refresh" content="\d+; url=)(\/[^"]*)"/g;
const STYLE = /url\((["']?)(\/[^)"']*)\1\)/g;

/** A file that an address names, or nothing if it leads nowhere here. */
function named(address) {
  const file = decodeURIComponent(address);
  const found = [file, path.posix.join(file, 'index.html')].find((name) => fs.statSync(path.join(from, name), { throwIfNoEntry: false })?.isFile());
  return found && encodeURI(found);
}

/** The same address, seen from a page. */
function seen(page, address) {
  const [, place, rest] = address.match(/^([^?#]*)(.*)$/);
  if (place.startsWith('//')) return address;
  const target = named(place) ?? place;
  return (path.posix.relative(path.posix.dirname(`/${page}`), target) || path.posix.basename(page)) + rest;
}

function page(name, text) {
  return text
    // What a script imports is seen from the script.
    .replace(MODULE, (_, before, script, address) => `${before}./${seen(script.slice(1), address)}"`)
    .replace(ATTRIBUTE, (_, before, quoted, bare) => `${before}"${seen(name, quoted ?? bare)}"`)
    .replace(CANDIDATES, (_, before, all) => `${before}${all.replace(/(^|,\s*)(\/\S+)/g, (_, lead, address) => lead + seen(name, address))}"`)
    .replace(REFRESH, (_, before, address) => `${before}${seen(name, address)}"`)
    .replace(/<head\b[^>]*>/, (head) => `${head}<meta name="robots" content="noindex">`);
}

fs.rmSync(to, { recursive: true, force: true });
fs.cpSync(from, to, { recursive: true, filter: (file) => !/\.(br|gz)$/.test(file) || !fs.existsSync(file.replace(/\.(br|gz)$/, '')) });
for (const file of fs.readdirSync(from, { recursive: true })) {
  const read = () => fs.readFileSync(path.join(from, file), 'utf8');
  if (file.endsWith('.html')) fs.writeFileSync(path.join(to, file), page(file, read()));
  if (file.endsWith('.css')) fs.writeFileSync(path.join(to, file), read().replace(STYLE, (_, quote, address) => `url(${quote}${seen(file, address)}${quote})`));
}
