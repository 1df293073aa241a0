import type { ImapCommand } from '../command.ts'
import { compileFetch, type FetchQuery, type Message } from '../fetch-query.ts'
import { covers, type MessageSet, target } from '../message-set.ts'
import type { FetchData } from '../response/fetch.ts'

export interface FetchCommandOptions<Q extends FetchQuery> {
  /** called for each message as it comes; without it they are collected */
  row?: ((message: Message<Q>) => void) | undefined
  /** only messages that have changed since. RFC 7162 §3.1.4.1 */
  changedSince?: bigint | undefined
}

/** Facts and contents of messages. RFC 9051 §6.4.5 */
export const fetch = <const Q extends FetchQuery>(
  messages: MessageSet,
  query: Q,
  { row, changedSince }: FetchCommandOptions<Q> = {},
): ImapCommand<Message<Q>[]> => {
  const plan = compileFetch(query)
  const goal = target(messages)
  const rows: Message<Q>[] = []
  const seen = new Set<number>()
  const contents = Boolean(query.source || query.headers || query.parts?.length)
  const flagsAreAll = asksForFlagsAlone(query)
  return {
    line: `${goal.prefix}FETCH ${goal.text} ${plan.items}${changedSince === undefined ? '' : ` (CHANGEDSINCE ${changedSince})`}`,
    turn: goal.turn,
    types: ['FETCH'],
    claims(response) {
      if (response.kind !== 'data' || response.type !== 'FETCH' || !covers(goal, response)) return false
      // news of flags come at any time (SwiftMail#198: they were taken for the answer)
      if (!flagsAreAll && isNewsOfFlags(response)) return false
      const key = response.uid ?? -response.seq
      if (seen.has(key)) return false
      seen.add(key)
      const message = plan.message(response)
      if (row) row(message)
      else rows.push(message)
      return true
    },
    collects: (data) => contents && covers(goal, data) && !seen.has(data.uid ?? -data.seq),
    done: () => rows,
  }
}

/** Whether a response with nothing but flags may be the answer. */
function asksForFlagsAlone(query: FetchQuery): boolean {
  return Object.entries(query).every(
    ([key, value]) => value === undefined || value === false || key === 'flags' || key === 'modseq' || key === 'uid',
  )
}

function isNewsOfFlags(data: FetchData): boolean {
  return (
    data.flags !== undefined &&
    data.sections.length === 0 &&
    data.envelope === undefined &&
    data.bodyStructure === undefined &&
    data.internalDate === undefined &&
    data.size === undefined &&
    data.saveDate === undefined &&
    data.emailId === undefined &&
    data.threadId === undefined &&
    data.preview === undefined &&
    data.labels === undefined &&
    data.malformed.length === 0
  )
}
