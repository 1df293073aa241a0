/** A class (2 done, 4 later, 5 never), a subject and a detail: "5.1.1". RFC 3463 §2 */
export type EnhancedCode = `${2 | 4 | 5}.${number}.${number}`

/**
 * Parts a reply's line from the enhanced code that it begins with. RFC 2034 §4
 * A code of another class than the reply's is text: "250 2 messages" and "250 5.1 channels" say nothing of the kind.
 */
export function enhancedCode(code: number, text: string): { enhanced?: EnhancedCode; text: string } {
  const found = /^([245])\.\d{1,3}\.\d{1,3}(?=\s|$)/.exec(text)
  if (found === null || Number(found[1]) !== Math.floor(code / 100)) return { text }
  return { enhanced: found[0] as EnhancedCode, text: text.slice(found[0].length).trimStart() }
}
