// Findings: a check holds for a page or it does not; the last line counts both.

export class Report {
  #held = 0;
  #failures = [];

  /** One check on one page: `faults` is a list of sentences, empty when it holds. */
  judge(check, page, faults) {
    if (faults.length === 0) this.#held += 1;
    else this.#failures.push({ check, page, faults });
  }

  /** The same report, for the same pages in another dress. */
  under(dress) {
    return { judge: (check, page, faults) => this.judge(check, `${page} (${dress})`, faults) };
  }

  get failed() {
    return this.#failures.length;
  }

  print() {
    for (const check of [...new Set(this.#failures.map((failure) => failure.check))].sort()) {
      const failures = this.#failures.filter((failure) => failure.check === check);
      console.log(`\nFAILED ${check}: ${failures.length} page(s)`);
      for (const { page, faults } of failures.slice(0, 12)) {
        for (const fault of [...new Set(faults)].slice(0, 5)) console.log(`  ${page}: ${oneLine(fault)}`);
        if (faults.length > 5) console.log(`  ${page}: and ${faults.length - 5} more`);
      }
      if (failures.length > 12) console.log(`  and ${failures.length - 12} more pages`);
    }
    console.log(`\n${this.#held} passed, ${this.#failures.length} failed`);
  }
}

function oneLine(text) {
  return String(text).replace(/\s+/g, ' ').trim().slice(0, 300);
}
