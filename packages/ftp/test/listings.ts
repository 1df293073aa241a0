import { readdirSync, readFileSync } from 'node:fs'
import type { ListDialect } from '../src/listing/dialect.ts'

export interface PublishedListing {
  /** `zos-members` */
  readonly name: string
  readonly dialect: ListDialect
  readonly lines: readonly string[]
}

const folder = new URL('listings/', import.meta.url)

/** Listings as servers print them, from their manuals and from the tests and tickets of other clients. */
export const published: readonly PublishedListing[] = readdirSync(folder).map((file) => {
  const name = file.replace(/\.txt$/, '')
  const lines = readFileSync(new URL(file, folder), 'utf8').split('\n')
  return { name, dialect: name.split('-')[0] as ListDialect, lines: lines.filter((line) => line !== '') }
})
