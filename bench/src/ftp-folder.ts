import { closeSync, ftruncateSync, mkdirSync, openSync, utimesSync } from 'node:fs'
import { join } from 'node:path'

/** The sums over a folder: what the clients have to come to. */
export interface Folder {
  files: number
  /** of all sizes */
  octets: number
  /** UTF-16 code units of all names */
  names: number
}

/** When the first file was modified, in seconds since 1970; file n is n hours younger. */
const epoch = Date.UTC(2020, 0, 2, 10) / 1000

/** A folder of files that have sizes and dates, and no content. */
export const seedFolder = (folder: string, count: number): Folder => {
  mkdirSync(folder, { recursive: true })
  const sum: Folder = { files: count, octets: 0, names: 0 }
  for (let number = 0; number < count; number += 1) {
    const name = `file ${String(number).padStart(6, '0')}${number % 10 === 0 ? ' ü' : ''}.txt`
    const size = (number * 7919) % 1_000_000
    const path = join(folder, name)
    const file = openSync(path, 'w')
    ftruncateSync(file, size)
    closeSync(file)
    const modified = epoch + number * 3600
    utimesSync(path, modified, modified)
    sum.octets += size
    sum.names += name.length
  }
  return sum
}
