import { ArgumentError } from '@linewire/wire'
/** System flags. RFC 9051 §2.3.2; `\Recent` is of RFC 3501 and cannot be set */
export type SystemFlag = '\\Seen' | '\\Answered' | '\\Flagged' | '\\Deleted' | '\\Draft' | '\\Recent'

/** A system flag, a keyword such as `$Forwarded`, or whatever else a server calls a flag. */
export type Flag = SystemFlag | (string & {})

const SYSTEM: ReadonlyMap<string, SystemFlag> = new Map(
  (['\\Seen', '\\Answered', '\\Flagged', '\\Deleted', '\\Draft', '\\Recent'] as const).map((flag) => [
    flag.toLowerCase(),
    flag,
  ]),
)

/** System flags in the spelling of the RFC, for they are case-insensitive; keywords as they are. */
export function canonicalFlag(flag: string): Flag {
  return flag.charCodeAt(0) === 0x5c ? (SYSTEM.get(flag.toLowerCase()) ?? flag) : flag
}

/**
 * A flag that may be sent: `\Name` or a keyword, each made of ATOM-CHARs. RFC 9051 §9 flag
 *
 * @throws ArgumentError for anything else, before it gets near the wire
 */
export function checkFlag(flag: string): Flag {
  if (!/^\\?[^\x00-\x20(){%*"\\\]\x7f-\uffff]+$/.test(flag)) {
    throw new ArgumentError(`${JSON.stringify(flag)} is not a flag: a flag is an atom, with or without "\\" before it`)
  }
  return canonicalFlag(flag)
}

/**
 * `(\Seen $Forwarded)`, as STORE and APPEND want it.
 *
 * @throws ArgumentError when one of them is no flag, or is `\Recent`, which only the server sets
 */
export function flagList(flags: Iterable<string>): string {
  const checked = new Set<string>()
  for (const flag of flags) {
    const canonical = checkFlag(flag)
    if (canonical === '\\Recent') throw new ArgumentError('\\Recent is set by the server alone')
    checked.add(canonical)
  }
  return `(${[...checked].join(' ')})`
}

/** The argument of the search keys KEYWORD and UNKEYWORD. @throws ArgumentError when it is no keyword */
export function checkKeyword(keyword: string): string {
  if (checkFlag(keyword).startsWith('\\')) throw new ArgumentError(`${keyword} is a system flag, not a keyword`)
  return keyword
}
