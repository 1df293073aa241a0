import 'node-pop3'

console.log('{}')
