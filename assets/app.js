// The one script of every page. Each part looks for its own markup and does nothing without it.
import { initAll } from './govuk-frontend.min.js'
import { initAnswers } from './answers.js'
import { initAutosave } from './minutes.js'
import { initConditions } from './conditions.js'
import { watchProgress } from './progress.js'
import { initRouting } from './routing.js'

initAll()
watchProgress()
initRouting()
initAutosave()
initAnswers()
initConditions()
