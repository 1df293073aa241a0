// What a program pays for importing wire is mostly what wire imports (bench: start). So Node's own large modules are loaded by
// the first connection that needs them; node:tls brings half of node:crypto along.

export const nodeNet = (): typeof import('node:net') => process.getBuiltinModule('node:net')

export const nodeTls = (): typeof import('node:tls') => process.getBuiltinModule('node:tls')

export const nodeStream = (): typeof import('node:stream') => process.getBuiltinModule('node:stream')

export const nodeCrypto = (): typeof import('node:crypto') => process.getBuiltinModule('node:crypto')

export const nodeFs = (): typeof import('node:fs') => process.getBuiltinModule('node:fs')
