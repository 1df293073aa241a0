// Run in a package's folder behind tsup: TypeScript indents what it writes by four blanks and ends every line by a semicolon,
// and knows no other way. A tab says the same, and so does the end of the line; in wire that saves whoever installs it two and a
// half thousand octets.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

for (const name of readdirSync('dist', { recursive: true })) {
  if (!name.endsWith('.d.ts')) continue
  const file = join('dist', name)
  const text = readFileSync(file, 'utf8')
  writeFileSync(
    file,
    text
      .replace(/^(?: {4})+/gm, (blanks) => '\t'.repeat(blanks.length / 4))
      // not in comments, whose lines begin with a star, and not where what follows could belong to the line
      .replace(/^(?!\s*\/?\*)(.*);$(?!\s*[[(<])/gm, '$1'),
  )
}
