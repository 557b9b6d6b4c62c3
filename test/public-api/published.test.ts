/** The published data files of the public API, one process for all: starting one costs more than running most of them. */
import './authentication.ts'
import './validation.ts'
import './sanitise.ts'
import './errors.ts'
