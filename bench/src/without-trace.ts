/** What wire does for the trace. Declarations may stay: what nobody calls costs nothing. */
const statements: Readonly<Record<string, RegExp>> = {
  'the listener to lines': /^ *this\.input\.onLine = \(line\) => \{\n.*\n *\}$/gm,
  'lines that are sent': /^ *if \(this\.trace\.wantsLines\) this\.trace\.sent\(.*\)$/gm,
  'the time of a flight': /^ *const now = this\.trace\.wantsExchanges \? performance\.now\(\) : 0$/gm,
  'the time of a command': /^ *pending\.sentAt = now$/gm,
  'exchanges that are over': /^ *this\.#tell\(.*\)$/gm,
  'bodies that are over': /^ *this\.#passOver\(\)$/gm,
  'whose body it is': /^ *if \(this\.#reader === pending\) this\.#reader = undefined$/gm,
  'octets received': /^ *this\.received \+= .*$/gm,
  'octets written': /^ *this\.written \+= Buffer\.byteLength\(.*$/gm,
  'the connection': /^ *engine\.trace\.connect\(.*\)$/gm,
  'its end': /^ *this\.trace\.close\(.*\)$/gm,
}

/**
 * Wire's sources as if there were no trace: the other side of the comparison in `trace-cost`.
 * Throws when something is not found that should be gone: the comparison would be one with itself.
 */
export const withoutTrace = (sources: ReadonlyMap<string, string>): Map<string, string> => {
  const stripped = new Map(sources)
  for (const [what, pattern] of Object.entries(statements)) {
    let found = false
    for (const [name, text] of stripped) {
      const rest = text.replace(pattern, '')
      if (rest !== text) found = true
      stripped.set(name, rest)
    }
    if (!found) throw new Error(`wire has changed: nothing in it looks like ${what} (bench/src/without-trace.ts)`)
  }
  return stripped
}
