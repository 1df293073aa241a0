import type { Command } from '@linewire/wire'
import { list } from '../list.ts'

export interface OverviewField {
  /** `Subject`, `:bytes`, `Xref` … */
  readonly name: string
  /** whether the field carries its name: then Overview.get() finds it */
  readonly full: boolean
}

/** The fields of an overview, in order. RFC 3977 §8.4 */
export const listOverviewFmt = (): Command<OverviewField[]> => list('OVERVIEW.FMT', parseField)

/** "Subject:", ":bytes", "Xref:full"; servers before RFC 3977 write "Bytes:" and "Lines:" for the metadata. */
function parseField(line: string): OverviewField[] {
  const [, meta, name, full] = /^\s*(?:(:\S+)|([^:\s]+):(full)?)\s*$/i.exec(line) ?? []
  if (meta !== undefined) return [{ name: meta.toLowerCase(), full: false }]
  if (name === undefined) return []
  const old = full === undefined && /^(bytes|lines)$/i.test(name)
  return [{ name: old ? `:${name.toLowerCase()}` : name, full: full !== undefined }]
}
