import 'node:net'

console.log('{}')
