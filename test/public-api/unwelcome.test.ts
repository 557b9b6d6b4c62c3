/** Everything that no honest client sends. */
import './bad-input.ts'
import './methods-and-paths.ts'
import './sockets.ts'
