// Reads a zip archive: what is in it, with the modes.
import * as fs from 'node:fs';
import { inflateRawSync } from 'node:zlib';

/**
 * @typedef {object} Entry
 * @property {string} name
 * @property {number} mode permissions, as chmod has them
 * @property {Buffer} content
 */

/**
 * The files of an archive, in its order. Archives of more than 4 GiB, or with a comment at the end, are not read.
 * @param {string} file
 * @returns {Entry[]}
 */
export function readZip(file) {
  const archive = fs.readFileSync(file);
  const end = archive.length - 22;
  if (archive.readUInt32LE(end) !== 0x06054b50) {
    throw new Error(`${file} does not end as an archive does`);
  }
  /** @type {Entry[]} */
  const entries = [];
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => archive.readUInt16LE(at + field));
    const start = at + 46;
    entries.push({
      name: archive.toString('utf8', start, start + (nameLength ?? 0)),
      mode: (archive.readUInt32LE(at + 38) >>> 16) & 0o777,
      content: contentOf(archive, at),
    });
    at = start + (nameLength ?? 0) + (extraLength ?? 0) + (commentLength ?? 0);
  }
  return entries;
}

/**
 * @param {Buffer} archive
 * @param {number} at where the archive's list has the file
 */
function contentOf(archive, at) {
  const header = archive.readUInt32LE(at + 42);
  const start = header + 30 + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28);
  const packed = archive.subarray(start, start + archive.readUInt32LE(at + 20));
  return archive.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed);
}
