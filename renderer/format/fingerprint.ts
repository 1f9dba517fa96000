const PAIRS_A_LINE = 8;

/** A fingerprint, with colons or without, as lines of eight pairs that an eye can compare: "AB:CD:…". */
export function fingerprintLines(fingerprint: string): readonly string[] {
  const pairs = fingerprint.replaceAll(':', '').toUpperCase().match(/../g) ?? [];
  const lines: string[] = [];
  for (let at = 0; at < pairs.length; at += PAIRS_A_LINE) lines.push(pairs.slice(at, at + PAIRS_A_LINE).join(':'));
  return lines;
}
