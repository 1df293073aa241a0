/**
 * "257 "/a ""quoted"" path" is the current directory": quotes inside are doubled, and what stands around the path is
 * the server's own affair. Undefined when there is no path in quotes, or one that could not be said to the server again.
 * Pure-FTPd doubles none: where a word goes on right behind the second quote, the last one ends the path. RFC 959 appendix II
 */
export function quotedPath(text: string): string | undefined {
  const start = text.indexOf('"')
  if (start < 0) return undefined
  let path = ''
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] !== '"') path += text[at]
    else if (text[at + 1] === '"') {
      path += '"'
      at++
    } else return sayable(goesOn.test(text[at + 1] ?? '') ? text.slice(start + 1, text.lastIndexOf('"')) : path)
  }
  return undefined
}

/** what no sentence goes on with behind a quotation */
const goesOn = /[^\s!-/:-@[-`{-~]/

const sayable = (path: string): string | undefined => (/[\0\r\n]/.test(path) ? undefined : path)
