// The recipes of a page, as its readers copy them: declarations of sources, and files that begin with their own name.
import fs from 'node:fs';

const FENCE = /^```(\w+)\n([\s\S]*?)^```$/gm;
const NAMED = /^(?:--|#) (\S+\/\S+)\n/;

/** What a page holds: a declaration by name of its source, a text by name of its file. */
export function recipes(page) {
  const found = { sources: new Map(), files: new Map() };
  for (const [, language, text] of fs.readFileSync(page, 'utf8').matchAll(FENCE)) {
    const file = text.match(NAMED)?.[1];
    if (file) found.files.set(file, text);
    else if (language === 'yaml' && text.startsWith('sources:\n')) {
      const declared = text.slice('sources:\n'.length);
      found.sources.set(declared.match(/^ {2}([\w-]+):$/m)[1], declared);
    } else throw new Error(`a block of ${page} is neither a source nor a named file: ${text.slice(0, 60)}`);
  }
  return found;
}
