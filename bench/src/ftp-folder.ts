import { closeSync, ftruncateSync, mkdirSync, openSync, utimesSync, writeFileSync } from 'node:fs'
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

/** A file of nothing but a hole: it takes no room, and no disk has to be read. */
export const hollow = (path: string, octets: number): void => {
  const file = openSync(path, 'w')
  ftruncateSync(file, octets)
  closeSync(file)
}

/** A folder of files of so many octets each, whose names are the numbers from 0. */
export const seedSmall = (folder: string, count: number, octets: number): void => {
  mkdirSync(folder, { recursive: true })
  for (let number = 0; number < count; number += 1) {
    writeFileSync(join(folder, String(number)), Buffer.alloc(octets, number))
  }
}

/** A folder of files that have sizes and dates, and no content. */
export const seedFolder = (folder: string, count: number): Folder => {
  mkdirSync(folder, { recursive: true })
  const sum: Folder = { files: count, octets: 0, names: 0 }
  for (let number = 0; number < count; number += 1) {
    const name = `file ${String(number).padStart(6, '0')}${number % 10 === 0 ? ' ü' : ''}.txt`
    const size = (number * 7919) % 1_000_000
    const path = join(folder, name)
    hollow(path, size)
    const modified = epoch + number * 3600
    utimesSync(path, modified, modified)
    sum.octets += size
    sum.names += name.length
  }
  return sum
}
