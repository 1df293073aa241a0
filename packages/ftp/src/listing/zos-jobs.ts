import { draft, setSize } from '../entry.ts'
import type { Reading } from './dialect.ts'
import type { Words } from './words.ts'

/**
 * The jobs of JES, by the names that they are asked for with. Interface level 1, "USER1A JOB00061 OUTPUT 3 Spool Files";
 * level 2, "USER1A JOB00083 USER1 OUTPUT A ABEND=806 3 spool files", and behind a single job its spool files,
 * "001 JES2 A JESMSGLG 858", which are asked for as "JOB00083.1".
 */
export function jobs(): (words: Words) => Reading {
  let job: string | undefined
  let inSpool = false
  return (words) => {
    if (words.is(0, 'JOBNAME') && words.is(1, 'JOBID')) return 'skip'
    if (isJob(words)) {
      job = words.text(1)
      const entry = draft(job, 'file', words.line)
      if (isStatus(words, 3)) entry.owner = words.text(2)
      return entry
    }
    if (job === undefined) return undefined
    if (words.is(0, 'ID') && words.is(1, 'STEPNAME')) {
      inSpool = true
      return 'skip'
    }
    if (isDetail(words)) return 'skip'
    return inSpool ? spoolFile(words, job) : undefined
  }
}

const isJob = (words: Words): boolean =>
  words.count >= 3 && isJobId(words.text(1)) && (isStatus(words, 2) || isStatus(words, 3))

/** "JOB00061", "TSU00024", "STC00001", "J0000061" */
const isJobId = (text: string): boolean => text.length === 8 && /^(?:(?:JOB|TSU|STC)\d{5}|[JTS]\d{7})$/.test(text)

const isStatus = (words: Words, at: number): boolean =>
  words.is(at, 'OUTPUT') || words.is(at, 'ACTIVE') || words.is(at, 'INPUT')

/** What else is said of a single job: a rule, the sum, the step that runs. */
const isDetail = (words: Words): boolean =>
  words.is(0, '--------') ||
  (words.is(1, 'spool') && words.is(2, 'files')) ||
  words.is(0, 'STEPNAME') ||
  words.is(0, 'CPUTIME')

function spoolFile(words: Words, job: string): Reading {
  const id = words.number(0)
  const last = words.count - 1
  const size = last < 3 ? -1 : words.number(last)
  if (id < 0 || size < 0) return undefined
  const entry = draft(`${job}.${id}`, 'file', words.line)
  setSize(entry, size)
  return entry
}
