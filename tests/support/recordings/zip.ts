import AdmZip from 'adm-zip';

/** An archive of files by their names. */
export function zipOf(files: Readonly<Record<string, Uint8Array | string>>): Buffer {
  const zip = new AdmZip();
  for (const [name, content] of Object.entries(files)) zip.addFile(name, Buffer.from(content));
  return zip.toBuffer();
}
