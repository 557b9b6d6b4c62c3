/** The official client of Node against Crier in one process, and in three. */
import './one-process.ts'
import './three-processes.ts'
