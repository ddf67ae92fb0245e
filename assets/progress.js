// Moves a job's progress bar. Without script the page reloads itself instead (see jobs/job.html).
const EVERY = 1000 // ms between two looks
const PATIENCE = 5 // failed looks in a row before the words say so
const ENDED = ['done', 'failed', 'cancelled']

export function watchProgress () {
  for (const box of document.querySelectorAll('[data-progress-url]')) {
    if (!ENDED.includes(box.dataset.state)) watch(box)
  }
}

function watch (box) {
  let failures = 0
  const look = async () => {
    try {
      const answer = await fetch(box.dataset.progressUrl, { headers: { Accept: 'application/json' } })
      if (!answer.ok) throw new Error(String(answer.status))
      const job = await answer.json()
      failures = 0
      if (ENDED.includes(job.state)) return leave(box)
      show(box, job)
    } catch {
      failures += 1
      if (failures === PATIENCE) say(box, 'No answer from the portal. Check your connection; we keep trying.')
    }
    setTimeout(look, EVERY)
  }
  setTimeout(look, EVERY)
}

function leave (box) {
  if (box.dataset.doneUrl) window.location.assign(box.dataset.doneUrl)
  else window.location.reload()
}

function show (box, job) {
  const percent = job.total ? job.percent : null
  const bar = box.querySelector('progress')
  if (percent === null) bar.removeAttribute('value')
  else bar.value = percent
  box.querySelector('.portal-progress__share').textContent = percent === null ? '' : `${percent}%`
  if (job.message) say(box, job.message)
  announce(box, percent)
}

function say (box, words) {
  const line = box.querySelector('.portal-progress__message')
  if (line.textContent !== words) line.textContent = words
}

// A screen reader hears quarters, not every second.
function announce (box, percent) {
  const quarter = percent === null ? 0 : Math.floor(percent / 25) * 25
  const status = box.querySelector('[role=status]')
  if (quarter && status.dataset.quarter !== String(quarter)) {
    status.dataset.quarter = quarter
    status.textContent = `${quarter}% done`
  }
}
