/** What an acceptance run needs beside the runs themselves: named checks, counted, and a non-zero end when one fails. */
export class Checks {
  passed = 0;
  failed = 0;
  skipped = 0;

  note(text: string): void {
    process.stdout.write(`    ${text}\n`);
  }

  section(title: string): void {
    process.stdout.write(`\n${title}\n`);
  }

  skip(title: string, why: string): void {
    this.skipped += 1;
    process.stdout.write(`  - skipped: ${title} (${why})\n`);
  }

  is(ok: boolean, what: string): void {
    if (ok) this.passed += 1;
    else this.failed += 1;
    process.stdout.write(`  ${ok ? '✓' : '✗ FAILED:'} ${what}\n`);
  }

  summary(): string {
    return `${this.passed} passed, ${this.failed} failed, ${this.skipped} skipped`;
  }
}
